"""Calendar files. The pages themselves are answered by the page tree."""

from io import BytesIO

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events import calendars
from events.models import EventPage
from golab.exports.as_ics import CONTENT_TYPE
from golab.exports.responses import kept

FRESH_FOR = 300


@require_safe
@cache_control(public=True, max_age=FRESH_FOR)
def one_event(request: HttpRequest, slug: str) -> FileResponse:
    """/events/<slug>.ics; a past event without a date has none."""
    event = get_object_or_404(EventPage.objects.live().public().dated(), slug=slug)
    return _file(calendars.file_of(event, now=timezone.now()), name=event.slug)


@require_safe
@cache_control(public=True, max_age=FRESH_FOR)
def calendar(request: HttpRequest) -> FileResponse:
    """/events/calendar.ics, to subscribe to."""
    return _file(calendars.calendar(now=timezone.now()), name="golab-events")


def _file(content: bytes, *, name: str) -> FileResponse:
    return kept(BytesIO(content), name=name, extension="ics", content_type=CONTENT_TYPE)
