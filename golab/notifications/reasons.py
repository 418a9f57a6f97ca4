"""The state of a message and its reason in plain words, for the people who look after messages."""

from django.utils import timezone
from django.utils.formats import date_format

from golab.notifications.models import OutgoingMessage

WAITING = {
    "": "Waiting to be sent.",
    "outage": "Our mail server did not answer. We keep trying.",
    "temporary": "The recipient's mail system asked us to try later.",
    "unknown": "Something unexpected went wrong. We try again.",
    "uncertain": "The mail server gave no answer, so the message may or may not have arrived. We send it once more.",
}
FINISHED = {
    "sent": "Sent.",
    "failed_permanent": "The recipient's mail system refused it. Check the address.",
    "cancelled": "Not sent, because it was no longer needed.",
    "suppressed": "Not sent, because this person asked for fewer messages or the address does not take mail.",
    "dead": "Given up after many tries.",
}
SPECIAL = {
    ("dead", "uncertain"): "It may or may not have arrived. Ask the person before you send it again.",
    ("cancelled", "expired"): "Not sent, because it could not be sent in time.",
    ("cancelled", "cancelled"): "Cancelled by staff.",
    ("suppressed", "not_allowed"): "Not sent, because this site may write only to listed addresses.",
}


def in_words(message: OutgoingMessage) -> str:
    """One or two sentences: what happened, and for a waiting message when it is tried next."""
    if message.status == OutgoingMessage.Status.SENDING:
        return "Being sent now."
    if message.is_waiting:
        return f"{WAITING.get(message.last_error_kind, WAITING[''])} Next try: {when(message.next_attempt_at)}."
    return SPECIAL.get((message.status, message.last_error_kind)) or FINISHED[message.status]


def when(moment) -> str:
    """A moment as staff read it: 9 November 2026, 10:30am."""
    local = timezone.localtime(moment)
    hour = date_format(local, "g:ia").replace(".", "").replace(":00", "")
    return f"{date_format(local, 'j F Y')}, {hour}"
