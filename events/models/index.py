"""The list of events."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel

from events.finder import BY_TIME, events_finder
from events.models.event import EventPage
from golab.pages.models import BasePage
from golab.taxonomy.area import area_of


class EventIndexPage(BasePage):
    """What is coming up, and the archive."""

    standfirst = models.TextField(max_length=300, blank=True, help_text="Opens the page. Up to 40 words.")
    empty_text = models.TextField(
        max_length=250,
        default="No events are planned at the moment. Past events have reports, recordings and interviews.",
        help_text="Shown while nothing is planned.",
    )

    content_panels = [*BasePage.content_panels, FieldPanel("standfirst"), FieldPanel("empty_text")]
    template = "events/index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["events.EventPage"]
    max_count = 1
    section = "events"

    class Meta:
        verbose_name = "list of events"

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        changes = [event.changes_at for event in response.context_data["finder"].page]
        response.changes_at = min(filter(None, changes), default=None)  # for the page cache
        return response

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        events = EventPage.objects.child_of(self).live()
        finder = events_finder(events.years())
        coming = events.for_list(now=timezone.now())
        found = finder.find(coming, request.GET, path=self.get_url(request), area=area_of(request))
        plain = not found.question.query_string()
        is_planned = any(not event.is_over for event in found.page)
        return {
            **super().get_context(request, *args, **kwargs),
            "finder": found,
            "is_by_time": found.sort == BY_TIME,
            "nothing_planned": plain and not is_planned,
        }
