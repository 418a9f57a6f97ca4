"""News and comment as an Atom feed."""

from datetime import datetime, time

from django.utils import timezone

from golab.news.models import NewsPage
from golab.pages.feeds import NEWEST, PageFeed
from golab.search.text import readable


class NewsFeed(PageFeed):
    """/news/feed.atom"""

    title = "GO Lab news and comment"
    subtitle = "News, comment, and digests of what others wrote, on outcomes-based commissioning."
    link = "/news/"
    feed_url = "/news/feed.atom"

    def items(self) -> list[NewsPage]:
        items = NewsPage.objects.live().public().latest_first()
        return list(items.prefetch_related("topics", "authors__person")[:NEWEST])

    def item_title(self, item: NewsPage) -> str:
        return readable(item.title)

    def item_description(self, item: NewsPage) -> str:
        return readable(item.summary)

    def item_author_name(self, item: NewsPage) -> str:
        """Of a digest, us: its original's author did not write it."""
        return self.author_name if item.is_digest else readable(item.author_line) or self.author_name

    def item_pubdate(self, item: NewsPage) -> datetime:
        """Its date; without one, when it came onto the site."""
        if not item.published_on:
            return item.first_published_at
        return timezone.make_aware(datetime.combine(item.published_on, time()))

    def item_categories(self, item: NewsPage) -> list[str]:
        return [readable(topic.name) for topic in item.topics.all()]
