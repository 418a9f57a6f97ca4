"""Reads on publications, and on what harvesters are told of them."""

from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from golab.pages.finder.words import matching, with_marks
from golab.search.writing import CONFIGURATION
from golab.taxonomy.area import AREA_POINTS, COUNTRY, MyArea

TERMS = ("policy_areas", "topics", "stages", "steps", "countries")
KEYS = {
    "policy_areas": "__slug",
    "topics": "__slug",
    "stages": "__slug",
    "steps": "__slug",
    "countries": "__code",
}  # what search knows
PARTS = ("authors", "about_projects__project")
# Whether a publication is free to read, as the address says it and as readers see it.
ACCESS = {"yes": "Free to read", "no": "Not free", "unknown": "We have not looked"}


class PublicationQuerySet(QuerySet):
    """Publications; `published()` first for anything that readers see."""

    def published(self) -> "PublicationQuerySet":
        return self.filter(live=True).annotate(access=_access())

    def matching(self, words: str) -> "PublicationQuerySet":
        """Those with the words, annotated with `relevance`."""
        return matching(self, words, vector="vector", configuration=CONFIGURATION)

    def with_terms(self, *names: str) -> "PublicationQuerySet":
        """With the primary keys of terms as `<name>_pks`, in the same query: the terms themselves are at hand."""
        return self.annotate(**{f"{name}_pks": ArraySubquery(_terms_of(self.model, name)) for name in names})

    def for_lists(self, words: str = "") -> "PublicationQuerySet":
        """With what a line of a list shows, in one query; with the places of `words` in it."""
        names = ("stages", "policy_areas", "countries")
        lines = self.select_related("resource_type", "document").with_terms(*names).defer("vector")
        return with_marks(lines, words, "title", "summary", configuration=CONFIGURATION)

    def for_page(self) -> "PublicationQuerySet":
        """With what the page of a publication shows."""
        return (
            self.select_related("resource_type", "document")
            .with_terms(*TERMS)
            .prefetch_related("authors", "links")
            .annotate(project_pks=ArraySubquery(_projects_of(self.model)))
            .defer("vector")
        )

    def for_files(self) -> "PublicationQuerySet":
        """With all its parts and terms, as search and imports read them."""
        return self.select_related("resource_type").prefetch_related(*PARTS, *TERMS).defer("vector")

    def for_search(self) -> "PublicationQuerySet":
        """With what search finds it by: the keys of its terms as `<name>_keys`. A rebuild reads them all, and fetching
        the terms themselves would take most of its time."""
        keys = {f"{name}_keys": ArraySubquery(_terms_of(self.model, name, key)) for name, key in KEYS.items()}
        return self.select_related("resource_type").annotate(**keys).defer("vector")

    def for_table(self) -> "PublicationQuerySet":
        """With what a row of the table holds: the same few queries for every so many rows."""
        return self.select_related("resource_type").with_terms(*TERMS).prefetch_related("authors").defer("vector")

    def for_feed(self) -> "PublicationQuerySet":
        """With what an entry of a feed shows."""
        return self.select_related("resource_type").prefetch_related("policy_areas").defer("vector")

    def for_references(self) -> "PublicationQuerySet":
        """With what a reference to it needs."""
        terms = ("policy_areas", "topics")
        return self.select_related("resource_type").with_terms(*terms).prefetch_related("authors").defer("vector")

    def near(self, area: MyArea) -> "PublicationQuerySet":
        """Annotated with `near_area`, `near_place` (see `MyArea.why`), and `nearness` made of them."""
        has = {
            "near_area": ("policy_areas", area.policy_area_pk, 1),
            "near_place": ("countries", area.country_code or None, COUNTRY),
        }
        points = {name: _has_term(self.model, *asked) for name, asked in has.items()}
        return self.annotate(**points).annotate(nearness=AREA_POINTS * F("near_area") + F("near_place"))

    def newest(self) -> "PublicationQuerySet":
        """What came into the library last comes first."""
        return self.order_by("-added_on", "-year", "pk")


def _access() -> Case:
    """What readers filter by: not knowing is an answer too, and a facet knows no NULL."""
    known = [When(is_open_access=True, then=Value("yes")), When(is_open_access=False, then=Value("no"))]
    return Case(*known, default=Value("unknown"), output_field=CharField())


def _projects_of(model) -> QuerySet:
    parts = model._meta.get_field("about_projects").related_model
    return parts.objects.filter(publication=OuterRef("pk")).order_by("sort_order").values("project_id")


def _terms_of(model, name: str, field: str = "_id") -> QuerySet:
    """Primary keys of terms, or a field of theirs: "__slug"."""
    through, ours, theirs = _relation(model, name)
    return through.objects.filter(**{ours: OuterRef("pk")}).values(f"{theirs}{field}")


def _has_term(model, name: str, pk: object, points: int) -> Case:
    """`points` where it has the term."""
    if pk is None:
        return Value(0, IntegerField())
    through, ours, theirs = _relation(model, name)
    has = Exists(through.objects.filter(**{ours: OuterRef("pk"), theirs: pk}))
    return Case(When(has, then=Value(points)), default=Value(0), output_field=IntegerField())


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
