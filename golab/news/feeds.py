"""News and comment as an Atom feed."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from golab.news.models import NewsPage
from golab.search.text import readable

NEWEST = 50


class NewsFeed(Feed):
    """/news/feed.atom"""

    feed_type = Atom1Feed
    title = "GO Lab news and comment"
    subtitle = "News, comment, and digests of what others wrote, on outcomes-based commissioning."
    author_name = "Government Outcomes Lab"
    link = "/news/"
    feed_url = "/news/feed.atom"

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return require_safe(super().__call__)(request, *args, **kwargs)

    def items(self) -> list[NewsPage]:
        items = NewsPage.objects.live().public().latest_first()
        return list(items.prefetch_related("topics", "authors__person")[:NEWEST])

    def item_title(self, item: NewsPage) -> str:
        return readable(item.title)

    def item_description(self, item: NewsPage) -> str:
        return readable(item.summary)

    def item_link(self, item: NewsPage) -> str:
        return item.get_url()

    def item_guid(self, item: NewsPage) -> str:
        return item.translation_key.urn

    def item_author_name(self, item: NewsPage) -> str:
        """Of a digest, us: its original's author did not write it."""
        return self.author_name if item.is_digest else readable(item.author_line) or self.author_name

    def item_pubdate(self, item: NewsPage) -> datetime:
        """Its date; without one, when it came onto the site."""
        if not item.published_on:
            return item.first_published_at
        return timezone.make_aware(datetime.combine(item.published_on, time()))

    def item_updateddate(self, item: NewsPage) -> datetime:
        return item.last_published_at

    def item_categories(self, item: NewsPage) -> list[str]:
        return [readable(topic.name) for topic in item.topics.all()]
