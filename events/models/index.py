"""The list of events."""

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel

from events.forms import EventFilterForm
from events.models.event import EventPage
from golab.pages.models import BasePage

PER_PAGE = 20


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
        changes = [event.changes_at for event in response.context_data.get("upcoming", [])]
        response.changes_at = min(changes, default=None)  # for the page cache
        return response

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        now = timezone.now()
        events = EventPage.objects.child_of(self).live()
        form = EventFilterForm(request.GET, themes=events.themes(), years=events.years())
        asked = form.asked()
        wanted = events.about(asked.theme).in_year(asked.year)
        context = {"form": form, "asked": asked}
        if asked.wants_upcoming:
            context["upcoming"] = list(wanted.upcoming(now=now).soonest_first())
        if asked.wants_past:
            pages = Paginator(wanted.past(now=now).latest_first(), PER_PAGE)
            context["past"] = pages.get_page(asked.page)
            context["pager"] = form.pager(context["past"])
        return {**super().get_context(request, *args, **kwargs), **context}
