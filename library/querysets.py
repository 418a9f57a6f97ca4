"""Reads on publications, and on what harvesters are told of them."""

from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from golab.pages.finder.words import matching
from golab.search.writing import CONFIGURATION

# What two publications have in common counts by how much it says about them.
WEIGHTS = {"steps": 3, "policy_areas": 2, "topics": 1}


class PublicationQuerySet(QuerySet):
    """Publications; `published()` first for anything that readers see."""

    def published(self) -> "PublicationQuerySet":
        return self.filter(live=True)

    def matching(self, words: str) -> "PublicationQuerySet":
        """Those with the words, annotated with `relevance`."""
        return matching(self, words, vector="vector", configuration=CONFIGURATION)

    def with_terms(self, *names: str) -> "PublicationQuerySet":
        """With the primary keys of terms as `<name>_pks`, in the same query: the terms themselves are at hand."""
        return self.annotate(**{f"{name}_pks": _pks_of(self.model, name) for name in names})

    def for_lists(self) -> "PublicationQuerySet":
        """With what a line of a list shows, in one query."""
        return self.select_related("resource_type").with_terms("stages", "policy_areas").defer("vector")

    def for_page(self) -> "PublicationQuerySet":
        """With what the page of a publication shows."""
        names = ("policy_areas", "topics", "stages", "steps", "countries")
        return self.select_related("resource_type").with_terms(*names).prefetch_related("authors", "links")

    def for_files(self) -> "PublicationQuerySet":
        """With everything that an export holds."""
        return self.select_related("resource_type").prefetch_related(
            "authors", "stages", "steps", "policy_areas", "topics"
        )

    def newest(self) -> "PublicationQuerySet":
        """What came into the library last comes first."""
        return self.order_by("-added_on", "-year", "pk")

    def related_to(self, publication) -> "PublicationQuerySet":
        """Others that share steps, policy areas or topics with `publication`, closest first."""
        score = Value(0)
        for name, weight in WEIGHTS.items():
            if shared := publication.term_pks(name):
                score = score + weight * _shared(self.model, name, shared)
        return (
            self.exclude(pk=publication.pk)
            .annotate(nearness=score)
            .filter(nearness__gt=0)
            .order_by("-nearness", "-year", "pk")
        )


def _pks_of(model, name: str) -> ArraySubquery:
    through, ours, theirs = _relation(model, name)
    return ArraySubquery(through.objects.filter(**{ours: OuterRef("pk")}).values(f"{theirs}_id"))


def _shared(model, name: str, terms: list) -> Coalesce:
    """How many of `terms` a publication has."""
    through, ours, theirs = _relation(model, name)
    rows = through.objects.filter(**{ours: OuterRef("pk"), f"{theirs}__in": terms})
    counted = rows.order_by().values(ours).annotate(shared=Count("pk")).values("shared")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _relation(model, name: str) -> tuple:
    """The table between publications and terms, and its two columns."""
    field = model._meta.get_field(name)
    return field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()


class HarvestQuerySet(QuerySet):
    """What harvesters are told, in the order in which it changed."""

    def changed_between(self, first: datetime | None, last: datetime | None) -> "HarvestQuerySet":
        """What changed from `first` on and up to the second that `last` names; either may be open."""
        found = self.filter(changed_at__gte=first) if first else self
        return found.filter(changed_at__lt=last + timedelta(seconds=1)) if last else found

    def after(self, changed_at: datetime, pk: int) -> "HarvestQuerySet":
        """What comes after this place, however much has changed since it was told."""
        return self.filter(Q(changed_at__gt=changed_at) | Q(changed_at=changed_at, pk__gt=pk))
