"""Names and addresses made safe for a mail header before they are stored, so that no bad row can block the queue."""

import re
from email.utils import formataddr, parseaddr
from typing import NamedTuple

from django.conf import settings
from django.core.validators import validate_email

NAME_LENGTH = 75
CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
# Mail systems take these in a name for a second address or for phishing.
UNWELCOME_IN_NAMES = str.maketrans("", "", '@:,"<>')


class Recipient(NamedTuple):
    """Whom a message goes to."""

    email: str
    name: str = ""

    def cleaned(self) -> "Recipient":
        """The same with a header-safe name; raises ValidationError when the address is not one."""
        email = self.email.strip()
        validate_email(email)
        return Recipient(email, clean_name(self.name))

    def __str__(self) -> str:
        return formataddr((self.name, self.email))


def one_line(text: str) -> str:
    """The text with line ends and other control characters turned into single spaces."""
    return " ".join(CONTROL.sub(" ", text).split())


def clean_name(name: str) -> str:
    """A person's name as mail programs accept it: at most 75 characters, none of `@ : , " < >`."""
    return one_line(name.translate(UNWELCOME_IN_NAMES))[:NAME_LENGTH].strip()


def is_allowed(email: str) -> bool:
    """Whether this site may write to the address at all: EMAIL_ALLOWED_RECIPIENTS, when set, lists addresses
    and "@domains", which keeps a copy of production from writing to real people."""
    allowed = [entry.strip().lower() for entry in settings.EMAIL_ALLOWED_RECIPIENTS if entry.strip()]
    address = email.lower()
    return not allowed or any(
        address == entry or entry.startswith("@") and address.endswith(entry) for entry in allowed
    )


def sender_domain() -> str:
    """The domain that this site's mail comes from; it names our messages."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
