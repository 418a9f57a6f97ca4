"""Events as an Atom feed."""

from datetime import datetime

from events.models import EventPage
from golab.pages.feeds import NEWEST, PageFeed
from golab.search.text import readable


class EventFeed(PageFeed):
    """/events/feed.atom: what was announced last."""

    title = "GO Lab events"
    subtitle = "Events on outcomes-based commissioning, and what was learned at them."
    link = "/events/"
    feed_url = "/events/feed.atom"

    def items(self) -> list[EventPage]:
        events = EventPage.objects.live().public().order_by("-first_published_at", "-sort_date", "-pk")
        return list(events.prefetch_related("topics")[:NEWEST])

    def item_title(self, item: EventPage) -> str:
        return readable(item.title if item.takes_place else f"{item.state}: {item.title}")

    def item_description(self, item: EventPage) -> str:
        parts = [item.when.rstrip("."), item.venue.rstrip("."), item.summary]
        return readable(". ".join(filter(None, parts)))

    def item_pubdate(self, item: EventPage) -> datetime:
        return item.first_published_at

    def item_categories(self, item: EventPage) -> list[str]:
        return [readable(topic.name) for topic in item.topics.all()]
