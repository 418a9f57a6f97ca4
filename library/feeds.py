"""New publications as feeds, Atom and RSS, for the same question as the list."""

from datetime import datetime, time

from django.http import HttpRequest
from django.utils import timezone

from golab.pages.feeds import NEWEST, FinderFeed, HubRss
from golab.pages.finder.finder import Found
from library.models import Publication
from library.views import find


class PublicationFeed(FinderFeed):
    """/library/feed.atom: what came into the library last."""

    title = "GO Lab library: new publications"
    address = "library:feed"
    subtitle = "Publications on outcomes-based commissioning, with a summary in our own words."

    def get_object(self, request: HttpRequest) -> Found:
        return find(request)

    def items(self, found: Found) -> list[Publication]:
        return list(found.queryset.newest().for_feed()[:NEWEST])

    def item_title(self, item: Publication) -> str:
        return item.title

    def item_description(self, item: Publication) -> str:
        return item.summary

    def item_author_name(self, item: Publication) -> str:
        return item.author_line or self.author_name

    def item_pubdate(self, item: Publication) -> datetime:
        return timezone.make_aware(datetime.combine(item.added_on, time()))

    def item_updateddate(self, item: Publication) -> datetime:
        return item.last_published_at or self.item_pubdate(item)

    def item_categories(self, item: Publication) -> list[str]:
        return [item.resource_type.name, *(area.name for area in item.policy_areas.all())]


class PublicationRssFeed(PublicationFeed):
    """/library/feed.rss: the same for readers that know only RSS."""

    feed_type = HubRss
    address = "library:feed-rss"
    description = PublicationFeed.subtitle
    item_guid_is_permalink = False
