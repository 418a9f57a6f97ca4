"""Events as an Atom feed."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from events.models import EventPage
from golab.search.text import readable

NEWEST = 50


class EventFeed(Feed):
    """/events/feed.atom: what was announced last."""

    feed_type = Atom1Feed
    title = "GO Lab events"
    subtitle = "Events on outcomes-based commissioning, and what was learned at them."
    author_name = "Government Outcomes Lab"
    link = "/events/"
    feed_url = "/events/feed.atom"

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return require_safe(super().__call__)(request, *args, **kwargs)

    def items(self) -> list[EventPage]:
        events = EventPage.objects.live().public().order_by("-first_published_at", "-sort_date", "-pk")
        return list(events.prefetch_related("topics")[:NEWEST])

    def item_title(self, item: EventPage) -> str:
        return readable(item.title if item.takes_place else f"{item.state}: {item.title}")

    def item_description(self, item: EventPage) -> str:
        parts = [item.when.rstrip("."), item.venue.rstrip("."), item.summary]
        return readable(". ".join(filter(None, parts)))

    def item_link(self, item: EventPage) -> str:
        return item.get_url()

    def item_guid(self, item: EventPage) -> str:
        return item.translation_key.urn

    def item_pubdate(self, item: EventPage) -> datetime:
        return item.first_published_at

    def item_updateddate(self, item: EventPage) -> datetime:
        return item.last_published_at

    def item_categories(self, item: EventPage) -> list[str]:
        return [readable(topic.name) for topic in item.topics.all()]
