"""The kinds of message. A feature registers its own from its `AppConfig.ready()`:

from golab.notifications import kinds
kinds.register(MessageKind("booking_reminder_24h", label="Surgery reminder", why="you booked an advice surgery",
                           scope="reminders", still_relevant=booking_still_stands))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

VIEW_PERMISSION = "notifications.view_outgoingmessage"
CHANGE_PERMISSION = "notifications.change_outgoingmessage"


def always_relevant(message, now: datetime) -> bool:
    """For messages that stay true whatever happens next, such as a receipt."""
    return True


def may_view_by_permission(user, message) -> bool:
    """Anyone who may see the outbox may read the words of these messages."""
    return user.has_perm(VIEW_PERMISSION)


def keeps_no_address(message, email: str, now: datetime) -> None:
    """For messages whose feature keeps no address of its own."""


@dataclass(frozen=True)
class MessageKind:
    """What the outbox has to know about a kind of message.

    `name` is also the key of its wording in content/emails.yaml unless `wording` says otherwise.
    `scope` is "" for an essential message, or the Suppression scope that holds it back ("reminders", "digest",
    "all_nonessential"); only those may carry an unsubscribe link.
    `still_relevant(message, now)` is asked just before sending; False cancels the message.
    `may_view(user, message)` decides who among the staff may read the words.
    `correct_address(message, email, now)` keeps an address that staff corrected where the feature keeps it, or raises
    AddressRefused.
    """

    name: str
    label: str
    wording: str = ""
    why: str = "you use the GO Lab knowledge hub"
    reply_to_name: str = "the GO Lab team"
    scope: str = ""
    html_template: str = "emails/message.html"
    text_template: str = "emails/message.txt"
    still_relevant: Callable[..., bool] = always_relevant
    may_view: Callable[..., bool] = may_view_by_permission
    correct_address: Callable[..., None] = keeps_no_address

    @property
    def wording_key(self) -> str:
        return self.wording or self.name


class AddressRefused(Exception):
    """A corrected address cannot be the feature's, for the reason that it says: raised by `correct_address`."""


# Mail that Django, allauth or Wagtail wrote themselves and that comes through OutboxEmailBackend.
DJANGO_MAIL = MessageKind("django_mail", label="Account and CMS mail", may_view=lambda user, message: user.is_superuser)

_kinds: dict[str, MessageKind] = {DJANGO_MAIL.name: DJANGO_MAIL}


def register(kind: MessageKind) -> None:
    """Make a kind known; raises ValueError when another kind already has the name."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"There are two message kinds named {kind.name!r}.")


def get(name: str) -> MessageKind:
    """The kind, or KeyError that names it."""
    try:
        return _kinds[name]
    except KeyError:
        raise KeyError(f"No message kind {name!r} is registered (see golab/notifications/kinds.py).") from None


def everything() -> list[MessageKind]:
    """All kinds that are known."""
    return list(_kinds.values())


def of(message) -> MessageKind:
    """A stored message's kind. One whose feature is gone is still sent; only superusers may read it."""
    return _kinds.get(message.kind) or MessageKind(
        message.kind, label=message.kind.replace("_", " "), may_view=DJANGO_MAIL.may_view
    )
