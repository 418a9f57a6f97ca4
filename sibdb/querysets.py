"""Reads on projects, organisations and prices."""

from collections.abc import Iterable
from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    DecimalField,
    F,
    OuterRef,
    QuerySet,
)
from django.db.models.functions import Cast, JSONObject

from golab.compiled import Compiled, compiled
from golab.pages.finder.words import matching
from golab.search.writing import CONFIGURATION

PRIVATE = "private"
MOST_QUOTED = 4  # prices of a project beside a step
STATUS = ("status", "status_note")
SOURCED = ("source_refs", *STATUS)
PERIOD = ("start", "end")
# Of each kind of part, what a page and a file show.
COLUMNS = {
    "parties": (
        *("role", "ref", "category", "functions", "function_note", "instrument", "instrument_text", "notes"),
        *("currency", "exact", "lowest", "highest", "paid_currency", "paid", *PERIOD, "planned_start", "planned_end"),
        *SOURCED,
    ),
    "amounts": ("kind", "currency", "exact", "lowest", "highest", "as_of", *STATUS),
    "locations": (
        *("name", "latitude", "longitude", "country_id", "place_is_approximate", "provision_ref"),
        *SOURCED,
    ),
    "outcomes": (
        *("ref", "name", "definition", "defined_by", "counterfactual", "target_population", "target_number"),
        *("unit_kind", "unit_description", "target", "other_target", "validation_method", "data_source", "goals"),
        *("notes", *SOURCED),
    ),
    "prices": (
        *("metric_ref", "currency", "price", "unit", "person_cap", "maximum", "increases", "description", "notes"),
        *SOURCED,
    ),
    "results": (
        *("metric_ref", "level", "kind", *PERIOD, "achieved", "achieved_text", "engaged", "positive", "description"),
        *("evaluation_refs", "notes", *SOURCED),
    ),
    "payments": ("kind", "plan_ref", "metric_ref", *PERIOD, "payers", "currency", "amount", "notes", *STATUS),
    "payment_plans": ("ref", *PERIOD, "notes", *STATUS),
    "transactions": ("on", "kind", "currency", "amount", "notes", *STATUS),
    "costs": ("side", "on", "phase", "classification", "currency", "planned", "actual", "kind", *STATUS),
    "assistance": ("ref", "parent_ref", "title", "description", *PERIOD, "currency", "cost", "days", *STATUS),
    "documents": ("title", "url", "notes", *STATUS),
    "identifiers": ("scheme", "value", "notes", *STATUS),
    "sources": (
        *("ref", "about", "groups", "kind", "title", "publisher", "url", "archive_url", "published", "accessed"),
        *STATUS,
    ),
    "caveats": ("text", *STATUS),
}
OF_LINES = (
    *("name", "slug", "summary", "fact_line", "place_line", "policy_area_id", "stage"),
    *("start_year", "cohort_target", "cohort_actual"),
)
OF_PAGES = ("prices", "results", "documents")  # beyond those that every export holds
SHOWN_NOW = ("parties", "amounts", "locations", "outcomes", "sources", "caveats")
PARTS = (*SHOWN_NOW, "funds")


class ProjectQuerySet(QuerySet):
    """Projects; `published()` first for anything that readers see."""

    def published(self) -> "ProjectQuerySet":
        """Live, and not private: what may leave the CMS."""
        return self.filter(live=True).exclude(status=PRIVATE)

    def matching(self, words: str) -> "ProjectQuerySet":
        """Those with the words, annotated with `relevance`."""
        return matching(self, words, vector="vector", configuration=CONFIGURATION)

    def with_terms(self, *names: str) -> "ProjectQuerySet":
        """With the primary keys of terms as `<name>_pks`, in the same query: the terms themselves are at hand."""
        return self.annotate(**{f"{name}_pks": _pks_of(self.model, name) for name in names})

    def for_lists(self) -> "ProjectQuerySet":
        """With what a line of a list shows and nothing besides, in one query."""
        return self.only(*OF_LINES, "indigo_id", "unit", "live")

    def as_rows(self) -> "ProjectQuerySet":
        """The same as named tuples, with what was annotated: a page of projects takes three times as long to make."""
        return self.values_list(*OF_LINES, *self.query.annotations, named=True)

    def with_parts(self, *names: str) -> "ProjectQuerySet":
        """With their parts, in the same query: `project.parts(name)` makes them of the rows that come with it."""
        return self.annotate(**{f"{name}_rows": _rows_of(self.model, name) for name in names})

    def for_page(self) -> "ProjectQuerySet":
        """With what the page of a project shows."""
        found = self.with_terms("secondary_areas", "countries", "steps").with_parts(
            *PARTS, "prices", "results", "documents"
        )
        return found.annotate(region_rows=_regions_of(self.model))

    def for_files(self) -> "ProjectQuerySet":
        """With everything that an export holds."""
        return self.with_terms("countries", "regions").with_parts(*PARTS)

    def with_quotable_prices(self) -> "ProjectQuerySet":
        """With what a line on each needs, and as `priced` the rows of its dearest outcomes, in the same query."""
        from sibdb.models import PricedOutcome

        values = {"outcome": F("outcome"), "currency": F("currency"), "price": Cast("price", CharField())}
        rows = PricedOutcome.objects.filter(project=OuterRef("pk")).quotable().values(row=JSONObject(**values))
        shown = self.only("indigo_id", "slug", "name", "live", "place_line", "summary", "fact_line")
        return shown.annotate(priced=ArraySubquery(rows[:MOST_QUOTED]))

    def newest(self) -> "ProjectQuerySet":
        """What was published last comes first."""
        return self.order_by(F("first_published_at").desc(nulls_last=True), "-start_year", "pk")


class StatusedQuerySet(QuerySet):
    """Rows with a status; `public()` first for anything that readers see."""

    def public(self):
        """What may leave the CMS."""
        return self.exclude(status=PRIVATE)


class PartQuerySet(StatusedQuerySet):
    """Parts of projects, asked for across projects."""

    def public(self):
        """Those that may leave the CMS, of projects that may."""
        return self.filter(project__live=True).exclude(status=PRIVATE).exclude(project__status=PRIVATE)


class FindingQuerySet(QuerySet):
    """What checks found."""

    def public(self):
        """What readers may know of: nothing of private rows, projects, organisations or funds."""
        rows = self.filter(is_private=False)
        for owner in ("project", "organisation", "fund", "pipeline"):
            rows = rows.exclude(**{f"{owner}__status": PRIVATE})
        return rows.exclude(project__live=False)


class ChangeQuerySet(QuerySet):
    """Lines of the log of changes."""

    def public(self) -> "ChangeQuerySet":
        """What readers may know of: of projects that they may see, each with its project, the latest first."""
        seen = self.filter(is_public=True, project__live=True).exclude(project__status=PRIVATE)
        project = [f"project__{name}" for name in ("name", "slug", "live")]
        return seen.select_related("project").only("what", "why", "made_at", *project).order_by("-made_at", "-pk")


class SuggestionQuerySet(QuerySet):
    """Suggestions."""

    def waiting(self) -> "SuggestionQuerySet":
        """Those that nobody has decided on."""
        return self.filter(state="waiting")


class OrganisationQuerySet(StatusedQuerySet):
    """Organisations."""

    def named(self, names: Iterable[str]) -> dict:
        """The organisations with these names, by name; the oldest of two that share one. A merged one is what it
        became."""
        found = self.filter(name__in=names).select_related("merged_into").order_by("-pk")
        return {organisation.name: organisation.merged_into or organisation for organisation in found}

    def public(self):
        """Those that readers may know of, without those that were merged into another."""
        return super().public().filter(merged_into=None)


class RateCardLineQuerySet(QuerySet):
    """Lines of rate cards."""

    def in_order(self) -> "RateCardLineQuerySet":
        """Card by card, as printed."""
        return self.order_by("card__programme__sort_order", "card__sort_order", "card_id", "sort_order", "pk")

    def matching(self, words: str) -> "RateCardLineQuerySet":
        """Those with the words, annotated with `relevance`."""
        return matching(self, words, vector="vector", configuration=CONFIGURATION)

    def with_cards(self) -> "RateCardLineQuerySet":
        """With the card, its programme and its project."""
        return self.select_related("card__programme", "card__project")


class PricedQuerySet(QuerySet):
    """Prices of cards and of records."""

    def matching(self, words: str) -> "PricedQuerySet":
        """Those with the words, annotated with `relevance`."""
        return matching(self, words, vector="vector", configuration=CONFIGURATION)

    def quotable(self) -> "PricedQuerySet":
        """Named outcomes with a price that has no caveat, the dearest first."""
        return self.filter(price__isnull=False, quality="plain").exclude(outcome="").order_by("-price", "id")

    def for_lists(self) -> "PricedQuerySet":
        """With the card, its programme, and the project, in the same query."""
        project = [f"project__{name}" for name in ("name", "slug", "indigo_id", "start_year")]
        return self.select_related("card__programme", "project").only(*_OF_PRICES, *project)


_OF_PRICES = (
    *("origin", "outcome", "definition", "kind", "evidence", "verification", "price", "currency", "unit", "year"),
    *("person_cap", "maximum", "terms", "quality", "caveat", "rank", "place", "policy_area_id"),
    *(f"card__{name}" for name in ("name", "caveat", "cap", "price_year", "source", "is_of_one_project")),
    *("card__programme__name", "card__programme__slug"),
)


def from_rows(model, name: str, rows: list[dict]) -> list:
    """Parts made of what `with_parts` fetched: not saved, only to be read."""
    part = model._meta.get_field(name).related_model
    return [part(**{key: _value(part, key, value) for key, value in row.items()}) for row in rows]


def _value(part, key: str, value: object) -> object:
    field = part._meta.get_field(key)
    return field.related_model(**value) if isinstance(value, dict) else field.to_python(value)


@cache
def _rows_of(model, name: str) -> Compiled:
    """The rows of a kind of part that may leave the CMS, each as an object."""
    field = model._meta.get_field(name)
    part = field.related_model
    if field.many_to_many:
        through, ours, theirs = field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
        rows = through.objects.filter(**{ours: OuterRef("pk")}).exclude(**{f"{theirs}__status": PRIVATE})
        named = JSONObject(id=f"{theirs}_id", name=f"{theirs}__name", slug=f"{theirs}__slug")
        return compiled(model, ArraySubquery(rows.order_by(f"{theirs}__name").values(row=named)))
    columns = {column: _as_json(part, column) for column in COLUMNS[name]}
    rows = part._base_manager.filter(**{field.field.name: OuterRef("pk")}).exclude(status=PRIVATE)
    if name == "parties":
        columns["organisation"] = JSONObject(id="organisation_id", name="organisation__name", slug="organisation__slug")
        rows = rows.exclude(organisation__status=PRIVATE)
    elif name == "locations":
        columns["place"] = JSONObject(code="place_id", name="place__name")
    return compiled(model, ArraySubquery(rows.order_by("sort_order", "pk").values(row=JSONObject(**columns))))


@cache
def _regions_of(model) -> Compiled:
    """Its nations and regions, each with the nation that it lies in."""
    rows = model.regions.through.objects.filter(project=OuterRef("pk"))
    parent = {"parent": "place__parent_id", "parent_name": "place__parent__name"}
    row = JSONObject(code="place_id", name="place__name", **parent)
    return compiled(model, ArraySubquery(rows.order_by("place__name").values(row=row)))


def _as_json(part, column: str) -> str | Cast:
    """Decimals as text: as numbers they would lose their pence on the way."""
    is_decimal = isinstance(part._meta.get_field(column), DecimalField)
    return Cast(column, CharField()) if is_decimal else column


@cache
def _pks_of(model, name: str) -> Compiled:
    field = model._meta.get_field(name)
    rows = field.remote_field.through.objects.filter(**{field.m2m_field_name(): OuterRef("pk")})
    return compiled(model, ArraySubquery(rows.values(f"{field.m2m_reverse_field_name()}_id")))
