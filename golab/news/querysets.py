"""Reads on news and comment."""

from django.db.models import F
from wagtail.models import PageQuerySet


class NewsQuerySet(PageQuerySet):
    """Pages of news and comment."""

    def latest_first(self) -> "NewsQuerySet":
        """By date; what has none, not even to sort by, stands last."""
        return self.order_by(F("sort_date").desc(nulls_last=True), "title", "pk")

    def about(self, theme: str) -> "NewsQuerySet":
        """Those with this theme (a topic's slug)."""
        return self.filter(topics__slug=theme) if theme else self

    def themes(self) -> list[tuple[str, str]]:
        """(slug, name) of the themes that these pages have, by name."""
        found = self.filter(topics__isnull=False).order_by("topics__name")
        return list(found.values_list("topics__slug", "topics__name").distinct())
