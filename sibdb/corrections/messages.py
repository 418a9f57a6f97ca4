"""What whoever suggested something hears: that we have it, and what came of it."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from golab.notifications import kinds
from golab.notifications.actions import enqueue
from golab.notifications.addresses import Recipient
from golab.notifications.kinds import MessageKind
from sibdb.corrections.fields import label_of
from sibdb.models import Suggestion

ABOUT = "project_suggestion"  # what the messages are about
MAY_DECIDE = "sibdb.decide_suggestion"


def may_view(user, message) -> bool:
    """Those who decide on suggestions read what they were told."""
    return user.has_perm(MAY_DECIDE)


_WHY = "you, or someone using your address, suggested a correction to our project database"
RECEIVED = MessageKind("correction_received", label="Suggestion received", why=_WHY, may_view=may_view)
ANSWERED = MessageKind("correction_answered", label="Suggestion answered", why=_WHY, may_view=may_view)


def register() -> None:
    """Make them known to the outbox; once, from the app's ready()."""
    for kind in (RECEIVED, ANSWERED):
        kinds.register(kind)


def tell_received(suggestion: Suggestion, *, now: datetime) -> None:
    """That we have it. It repeats none of their words: the address may be somebody else's."""
    context = {"changes_url": settings.SITE_URL + reverse("sibdb:changes")}
    _write(RECEIVED, suggestion, context, now)


def tell_answered(suggestion: Suggestion, *, now: datetime) -> None:
    """What came of it, in the colleague's words."""
    project = suggestion.project
    is_shown = project is not None and project.live and not project.is_private
    context = {
        "outcome": suggestion.get_state_display().lower(),
        "reply": suggestion.reply,
        "project_url": project.full_url if is_shown else "",
    }
    _write(ANSWERED, suggestion, context, now)


def _write(kind: MessageKind, suggestion: Suggestion, context: dict, now: datetime) -> None:
    if not suggestion.email:
        return
    enqueue(
        kind=kind.name,
        to=Recipient(suggestion.email),
        context={"subject_words": _about(suggestion), **context},
        dedupe_key=f"suggestion:{suggestion.uuid}:{kind.name}",
        now=now,
        subject_kind=ABOUT,
        subject_uuid=suggestion.uuid,
    )


def _about(suggestion: Suggestion) -> str:
    if not suggestion.field:
        return "a project that is missing"
    return f"“{label_of(suggestion.field)}” in the record of {suggestion.project}"
