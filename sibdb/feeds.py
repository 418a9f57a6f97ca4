"""New projects as an Atom feed, for the same question as the list."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from golab.pages.finder.finder import Found
from golab.pages.finder.terms import terms
from sibdb.columns import ATTRIBUTION
from sibdb.models import Project
from sibdb.views import find

NEWEST = 50


class ProjectFeed(Feed):
    """/projects/feed.atom: what came into the database last."""

    feed_type = Atom1Feed
    title = "GO Lab projects: new in the database"
    subtitle = "Projects that pay for outcomes, as they are recorded."
    author_name = "Government Outcomes Lab"
    feed_copyright = f"Facts: {ATTRIBUTION}."

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return require_safe(super().__call__)(request, *args, **kwargs)

    def get_object(self, request: HttpRequest) -> Found:
        return find(request)

    def link(self, found: Found) -> str:
        return found.path + found.query_string

    def feed_url(self, found: Found) -> str:
        return reverse("sibdb:feed") + found.query_string

    def items(self, found: Found) -> list[Project]:
        return list(found.queryset.newest().defer("vector")[:NEWEST])

    def item_title(self, item: Project) -> str:
        return item.name

    def item_description(self, item: Project) -> str:
        return item.lead

    def item_link(self, item: Project) -> str:
        return item.url_on_site

    def item_guid(self, item: Project) -> str:
        return item.uuid.urn

    def item_pubdate(self, item: Project) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: Project) -> datetime | None:
        return item.last_published_at

    def item_categories(self, item: Project) -> list[str]:
        area = terms.get().one("area", item.policy_area_id)
        return [*([area.label] if area else []), item.get_stage_display()]
