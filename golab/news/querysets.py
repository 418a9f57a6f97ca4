"""Reads on news and comment."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from wagtail.models import PageQuerySet


class NewsQuerySet(PageQuerySet):
    """Pages of news and comment."""

    def latest_first(self) -> "NewsQuerySet":
        """By date; what has none, not even to sort by, stands last."""
        return self.order_by(F("sort_date").desc(nulls_last=True), "title", "pk")

    def with_author_names(self) -> "NewsQuerySet":
        """With `author_names`, a list in the authors' order, for lists that need no more of them."""
        name = Case(When(authors__person__isnull=False, then="authors__person__name"), default="authors__name")
        names = ArrayAgg(name, filter=Q(authors__isnull=False), order_by=["authors__sort_order", "authors__pk"])
        return self.annotate(author_names=names)

    def about(self, theme: str) -> "NewsQuerySet":
        """Those with this theme (a topic's slug)."""
        return self.filter(topics__slug=theme) if theme else self

    def by(self, author: str) -> "NewsQuerySet":
        """Those by the author of this name, whether the name is a profile's or stands in a source."""
        wrote = Q(authors__person__name=author) | Q(authors__name=author)
        return self.filter(pk__in=self.model.objects.filter(wrote).values("pk")) if author else self

    def authors(self) -> list[str]:
        """The names of those who wrote these pages, in the order of the alphabet."""
        name = Coalesce("authors__person__name", "authors__name")
        found = self.filter(authors__isnull=False).order_by().values_list(name, flat=True).distinct()
        return sorted(found, key=str.casefold)

    def themes(self) -> list[tuple[str, str]]:
        """(slug, name) of the themes that these pages have, by name."""
        found = self.filter(topics__isnull=False).order_by("topics__name")
        return list(found.values_list("topics__slug", "topics__name").distinct())
