"""What everyone who works in the CMS has to know about messages: that they wait, or are held."""

from collections.abc import Iterator

from django.contrib.messages import constants, get_messages
from django.contrib.messages.storage.base import Message
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html

from golab.notifications import kinds
from golab.notifications.health import outbox_health

SECONDS = 30  # so long every page of the CMS may repeat what one of them found


def in_the_cms(request: HttpRequest) -> dict:
    """Context processor: the CMS's own messages with ours before them, looked up only where they are shown."""
    if not request.path_info.startswith("/admin/"):
        return {}
    return {"messages": SimpleLazyObject(lambda: [*_banner(request), *get_messages(request)])}


def _banner(request: HttpRequest) -> Iterator[Message]:
    if not getattr(request, "user", None) or not request.user.has_perm("wagtailadmin.access_admin"):
        return
    told = cache.get_or_set("outbox-banner", _words, SECONDS)
    if not told:
        return
    if request.user.has_perm(kinds.VIEW_PERMISSION):
        told = format_html('{} <a href="{}">See the messages</a>', told, reverse("messages:index"))
    yield Message(constants.WARNING, told)


def _words() -> str:
    """What is wrong; empty when messages move."""
    health = outbox_health(timezone.now())
    if health.colour != "red" and not health.is_held:
        return ""
    return " ".join(["Emails are held." if health.is_held else "Emails are waiting.", *health.reasons])
