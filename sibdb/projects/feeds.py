"""New projects as an Atom feed, for the same question as the list."""

from datetime import datetime

from django.http import HttpRequest

from golab.pages.feeds import NEWEST, FinderFeed
from golab.pages.finder.finder import Found
from golab.pages.finder.terms import terms
from sibdb.models import Project
from sibdb.projects.columns import ATTRIBUTION
from sibdb.projects.views import find


class ProjectFeed(FinderFeed):
    """/projects/feed.atom: what came into the database last."""

    title = "GO Lab projects: new in the database"
    address = "sibdb:feed"
    subtitle = "Projects that pay for outcomes, as they are recorded."
    feed_copyright = f"Facts: {ATTRIBUTION}."

    def get_object(self, request: HttpRequest) -> Found:
        return find(request)

    def items(self, found: Found) -> list[Project]:
        return list(found.queryset.newest().defer("vector")[:NEWEST])

    def item_title(self, item: Project) -> str:
        return item.name

    def item_description(self, item: Project) -> str:
        return item.lead

    def item_pubdate(self, item: Project) -> datetime | None:
        return item.first_published_at

    def item_categories(self, item: Project) -> list[str]:
        area = terms.get().one("area", item.policy_area_id)
        return [*([area.label] if area else []), item.get_stage_display()]
