"""What a failed delivery means: whose fault it is, and so when to try again."""

import random
import smtplib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from billiard.exceptions import SoftTimeLimitExceeded

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OUTAGE_PLAN = [timedelta(seconds=30), 2 * MINUTE, 5 * MINUTE]  # then every five minutes, until the message expires
TEMPORARY_PLAN = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR]  # then given up
UNCERTAIN_PAUSE = 5 * MINUTE
BUSY_CODES = {421, 432}  # the server itself is closing or full, whoever the message is for
TOO_LARGE = 552  # called permanent by RFC 5321, yet large providers accept the same message later
REASON_LENGTH = 2_000


class ErrorKind(StrEnum):
    """Classes of failure, as booking.md 3.5 names them."""

    OUTAGE = "outage"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"
    UNCERTAIN = "uncertain"


class OutcomeUnknown(Exception):
    """The message was handed over and no answer came: it may or may not arrive."""


@dataclass(frozen=True)
class Failure:
    """A classified failure: `code` is the server's reply code where it gave one."""

    kind: ErrorKind
    reason: str
    code: int | None = None
    is_bad_address: bool = False


def classify(error: BaseException) -> Failure:
    """The class of an exception that sending raised. An unexpected one keeps its type, never its data's traceback."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _by_reply(code, text, about_recipient=True)
    if isinstance(error, smtplib.SMTPDataError):
        return _by_reply(error.smtp_code, error.smtp_error, about_recipient=False)
    if isinstance(error, smtplib.SMTPResponseException):  # greeting, sign-in or sender refused: our set-up, not theirs
        return Failure(ErrorKind.OUTAGE, _text(error.smtp_error), _code(error.smtp_code))
    if isinstance(error, OutcomeUnknown | SoftTimeLimitExceeded):
        return Failure(ErrorKind.UNCERTAIN, _text(str(error) or "The time limit was reached while sending."))
    if isinstance(error, smtplib.SMTPServerDisconnected | OSError) and not isinstance(error, FileNotFoundError):
        return Failure(ErrorKind.OUTAGE, _text(f"{type(error).__name__}: {error}"))
    if isinstance(error, ValueError):  # a header that no mail system would take; trying again cannot help
        return Failure(ErrorKind.PERMANENT, _text(f"{type(error).__name__}: {error}"))
    return Failure(ErrorKind.UNKNOWN, _text(f"{type(error).__name__}: {error}"))


def outage_pause(started_ago: timedelta) -> timedelta:
    """How long to wait during an outage that began so long ago: 30 s, 2 min, then 5 min, each up to a fifth more."""
    elapsed = timedelta(0)
    for pause in OUTAGE_PLAN:
        elapsed += pause
        if started_ago < elapsed:
            break
    return pause * random.uniform(1, 1.2)  # noqa: S311 (spreads load; no secret)


def temporary_pause(attempts: int) -> timedelta | None:
    """How long to wait after the nth refusal (n from 1), or None when it is time to give up."""
    return TEMPORARY_PLAN[attempts - 1] if attempts <= len(TEMPORARY_PLAN) else None


def _by_reply(code: int, text, *, about_recipient: bool) -> Failure:
    if code in BUSY_CODES:
        kind = ErrorKind.OUTAGE
    elif 400 <= code < 500 or code == TOO_LARGE:
        kind = ErrorKind.TEMPORARY
    else:
        kind = ErrorKind.PERMANENT
    bad_address = about_recipient and kind == ErrorKind.PERMANENT and code in (550, 551, 553)
    return Failure(kind, _text(text), _code(code), is_bad_address=bad_address)


def _code(code: int) -> int | None:
    return code if 200 <= code <= 599 else None


def _text(text: bytes | str) -> str:
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return text.replace("\x00", "")[:REASON_LENGTH]
