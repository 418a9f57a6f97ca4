"""The log of changes as an Atom feed."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse_lazy

from golab.pages.feeds import NEWEST, AtomFeed
from sibdb.models import ProjectChange


class ChangeFeed(AtomFeed):
    """/projects/changes/feed.atom"""

    title = "GO Lab projects: what changed and why"
    subtitle = "Changes of the facts in the database of projects."
    link = reverse_lazy("sibdb:changes")
    feed_url = reverse_lazy("sibdb:changes-feed")

    def items(self) -> QuerySet:
        return ProjectChange.objects.public()[:NEWEST]

    def item_title(self, item: ProjectChange) -> str:
        return item.project.name

    def item_description(self, item: ProjectChange) -> str:
        return f"{item.what}. {item.why}"

    def item_link(self, item: ProjectChange) -> str:
        return item.project.url_on_site

    def item_guid(self, item: ProjectChange) -> str:
        return f"{item.project.url_on_site}#change-{item.pk}"

    def item_pubdate(self, item: ProjectChange) -> datetime:
        return item.made_at

    def item_updateddate(self, item: ProjectChange) -> datetime:
        return item.made_at
