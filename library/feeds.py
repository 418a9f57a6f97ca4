"""New publications as an Atom feed, for the same question as the list."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from golab.pages.finder.finder import Found
from library.models import Publication
from library.views import find

NEWEST = 50


class PublicationFeed(Feed):
    """/library/feed.atom: what came into the library last."""

    feed_type = Atom1Feed
    title = "GO Lab library: new publications"
    subtitle = "Publications on outcomes-based commissioning, with a summary in our own words."
    author_name = "Government Outcomes Lab"

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return require_safe(super().__call__)(request, *args, **kwargs)

    def get_object(self, request: HttpRequest) -> Found:
        return find(request)

    def link(self, found: Found) -> str:
        return found.path + found.query_string

    def feed_url(self, found: Found) -> str:
        return reverse("library:feed") + found.query_string

    def items(self, found: Found) -> list[Publication]:
        return list(found.queryset.newest().for_files()[:NEWEST])

    def item_title(self, item: Publication) -> str:
        return item.title

    def item_description(self, item: Publication) -> str:
        return item.summary

    def item_link(self, item: Publication) -> str:
        return item.url_on_site

    def item_guid(self, item: Publication) -> str:
        return item.uuid.urn

    def item_author_name(self, item: Publication) -> str:
        return item.author_line or self.author_name

    def item_pubdate(self, item: Publication) -> datetime:
        return timezone.make_aware(datetime.combine(item.added_on, time()))

    def item_updateddate(self, item: Publication) -> datetime:
        return item.last_published_at or self.item_pubdate(item)

    def item_categories(self, item: Publication) -> list[str]:
        return [item.resource_type.name, *(area.name for area in item.policy_areas.all())]
