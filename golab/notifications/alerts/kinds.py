"""The two messages about alerts, and when they are still true."""

from datetime import datetime

from golab.notifications import kinds
from golab.notifications.alerts.models import Subscription
from golab.notifications.kinds import MessageKind

ALERT = "alert"  # what the messages are about


def is_kept(message, now: datetime) -> bool:
    """Whether the search is still kept."""
    return Subscription.objects.filter(uuid=message.subject_uuid).exists()


def is_on(message, now: datetime) -> bool:
    """Whether the alert has been started and not stopped."""
    return Subscription.objects.confirmed().filter(uuid=message.subject_uuid).exists()


CONFIRM = MessageKind(
    "alert_confirm",
    label="Alert to be started",
    why="you, or someone using your address, asked for email alerts",
    still_relevant=is_kept,
)
DIGEST = MessageKind(
    "alert_digest",
    label="Alert: what is new",
    why="you asked for an email when there is something new for this search",
    scope="alerts",
    still_relevant=is_on,
)


def register() -> None:
    """Make them known to the outbox; once, from the app's ready()."""
    for kind in (CONFIRM, DIGEST):
        kinds.register(kind)
