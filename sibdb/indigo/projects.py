"""Projects with all their parts, as one published revision for each that changes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.utils.text import slugify

from golab.imports.registry import ImportRowError, Values
from golab.pages.imported import ImportedRecords
from golab.pages.models import LoadedItem
from golab.taxonomy.models import Country, PolicyArea
from sibdb.around.places import Councils
from sibdb.corrections.imported import facts_of, log_imported
from sibdb.indigo.cells import EXTRA
from sibdb.indigo.owning import TOUCHED, WRITTEN, written
from sibdb.indigo.rows import STATUS, Names, fund_key, mapped_fields, parts_from, row_values, set_fields
from sibdb.loading.reading import short_name
from sibdb.models import Organisation, OutcomesFund, Project, ProjectSource

PARTS = (
    *("parties", "amounts", "outcomes", "prices", "results", "payment_plans", "payments", "transactions", "costs"),
    *("assistance", "locations", "documents", "identifiers", "sources"),
)
AMOUNT_FIELDS = ("kind", "currency", "exact", "lowest", "highest", "as_of")
DERIVED = ("service_end", "dates_in_doubt", "outcomes_counted")
LONGEST_SLUG = 80
LONGEST_NAME, LONGEST_UNIT = 300, 60


def part_fields(part: str) -> tuple[str, ...]:
    return AMOUNT_FIELDS if part == "amounts" else mapped_fields("project", part)


def scalar_fields() -> tuple[str, ...]:
    return (*mapped_fields("project"), *DERIVED)


class IndigoProjects(ImportedRecords):
    """The key is the INDIGO id. What is in our own words is never touched: no column brings it."""

    kind = "indigo-project"
    model = Project

    def complete(self) -> QuerySet:
        related = ("parties__organisation", "countries", "regions", "funds")
        return Project.objects.order_by("indigo_id").select_related("policy_area").prefetch_related(*PARTS, *related)

    def found_otherwise(self, keys: Sequence[str]) -> dict[str, str]:
        found = Project.objects.filter(indigo_id__in=[key for key in keys if key])
        return {key: str(pk) for key, pk in found.values_list("indigo_id", "pk")}

    def stored(self, keys: Sequence[str]) -> dict[str, Values]:
        names, records = Names(), list(self.complete().filter(indigo_id__in=keys))
        touched = self._touched(records)
        return {
            record.indigo_id: _values(record, names) | {WRITTEN: record.indigo_written, TOUCHED: record.pk in touched}
            for record in records
        }

    def all(self) -> dict[str, Values]:
        """Every project that has an id of INDIGO."""
        return self.stored(list(Project.objects.exclude(indigo_id="").values_list("indigo_id", flat=True)))

    def _touched(self, records: Sequence[Project]) -> set[int]:
        """Those that a colleague has edited, or made by hand, since the content folder brought them."""
        brought = LoadedItem.objects.filter(key__in=[f"project:{record.indigo_id}" for record in records])
        ours = set(brought.values_list("object_pk", "revision_id"))
        return {record.pk for record in records if (str(record.pk), record.latest_revision_id) not in ours}

    def values_of(self, record: Model) -> Values:
        return _values(record, Names())

    def new(self, key: str, values: Values, now: datetime) -> Project:
        slug = slugify(values["name"] or key)[:LONGEST_SLUG].strip("-") or "project"
        return Project(indigo_id=key, slug=slug)

    def slug_ending(self, key: str, values: Values) -> str:
        return key[-4:]

    def save_many(self, records: Mapping[str, Values], *, by: AbstractBaseUser | None, now: datetime) -> None:
        """The same, and the public log says what readers see otherwise than before."""
        before = facts_of(records)
        super().save_many(records, by=by, now=now)
        log_imported(before, facts_of(records) if before else {}, now=now)

    def fill(self, record: Model, values: Values) -> None:
        self.filler()(record, values)

    def filler(self) -> Callable[[Model, Values], None]:
        lookups = Lookups()

        def fill(record: Model, values: Values) -> None:
            _fill(record, _differing(record, values, lookups.names), lookups)
            record.indigo_written = written(record.indigo_written, values)

        return fill


class Lookups:
    """What records point at, asked for once for a batch of them."""

    def __init__(self) -> None:
        self.names, self.councils = Names(), Councils()
        self.organisations = Organisation.objects.only("name", "status", "indigo_id").in_bulk()
        self.areas = PolicyArea.objects.in_bulk()
        self.countries = {country.pk: country for country in Country.objects.all()}
        self.funds = {fund_key(fund): fund for fund in OutcomesFund.objects.all()}


def _values(record: Project, names: Names) -> Values:
    found: Values = dict.fromkeys(scalar_fields()) | row_values(record, scalar_fields(), names)
    found.pop(EXTRA, None)
    for part in PARTS:
        fields = part_fields(part)
        rows = [row for row in getattr(record, part).all() if not _is_ours(row)]
        found[part] = [row_values(row, fields, names) for row in rows] or None
    found["countries"] = sorted(country.pk for country in record.countries.all()) or None
    found["funds"] = sorted(map(fund_key, record.funds.all())) or None
    return found | {EXTRA: record.indigo_extra or None}


def _is_ours(row: Model) -> bool:
    """A source of our summary, which no file of INDIGO's brings."""
    return isinstance(row, ProjectSource) and row.about == ProjectSource.About.SUMMARY


def _differing(record: Project, values: Values, names: Names) -> Values:
    """Only what would change: parts that are set are written anew."""
    if not record.pk:
        return values
    stands = _values(record, names)
    return {name: value for name, value in values.items() if stands.get(name) != value}


def _fill(record: Project, values: Values, lookups: Lookups) -> None:
    if not values.get("name", record.name) or not values.get("policy_area", record.policy_area_id):
        raise ImportRowError("It has no name or no policy sector, and no project goes without.")
    set_fields(record, (*scalar_fields(), *STATUS), values, lookups.names)
    record.policy_area = lookups.areas[record.policy_area_id]
    if "unit_kind" in values or "unit_description" in values:
        is_told = record.unit_kind == "other" and 0 < len(record.unit_description) <= LONGEST_UNIT
        record.unit = record.unit_description if is_told else record.unit
    if EXTRA in values:
        record.indigo_extra = values[EXTRA] or {}
    for part in PARTS:
        if part in values:
            _fill_part(record, part, values[part] or (), lookups)
    _fill_terms(record, values, lookups)


def _fill_terms(record: Project, values: Values, lookups: Lookups) -> None:
    if "countries" in values:
        record.countries = [lookups.countries[code] for code in values["countries"] or () if code in lookups.countries]
    if "funds" in values:
        record.funds = _funds(values["funds"] or (), lookups)
    if "locations" in values and not record.regions.all():
        record.regions = lookups.councils.regions(record)


def _fill_part(record: Project, part: str, rows: Sequence[Values], lookups: Lookups) -> None:
    relation = Project._meta.get_field(part)
    old = list(getattr(record, part).all()) if record.pk else []
    ours = [row for row in old if _is_ours(row)]
    made = parts_from(
        relation.related_model, rows, [row for row in old if row not in ours], part_fields(part), lookups.names
    )
    if part == "outcomes":
        _name_outcomes(made, old)
    elif part == "payments":
        _name_the_payer(made, lookups)
    elif part == "parties":
        for row in made:
            row.organisation = lookups.organisations[row.organisation_id]
    elif part == "locations":
        lookups.councils.place(made)
    for place, row in enumerate(ours, start=len(made)):
        row.sort_order = place
    setattr(record, part, made + ours)


def _name_outcomes(outcomes: Sequence[Model], old: Sequence[Model]) -> None:
    """A short name from the definition; one that stands beside the same definition stays."""
    names = {row.definition: row.name for row in old if row.definition}
    for number, outcome in enumerate(outcomes, 1):
        text = outcome.definition
        outcome.name = names.get(text) or (
            short_name(text, LONGEST_NAME) if text else f"Outcome {number}, not described"
        )


def _name_the_payer(payments: Sequence[Model], lookups: Lookups) -> None:
    for payment in payments:
        payment.payer_id = lookups.names.organisation_pk.get(payment.payers[0]) if len(payment.payers) == 1 else None


def _funds(ids: Sequence[str], lookups: Lookups) -> list[OutcomesFund]:
    missing = [each for each in ids if each not in lookups.funds]
    if missing:
        raise ImportRowError(f"{', '.join(missing)} is not there. Import the file of funds too.")
    return [lookups.funds[each] for each in ids]


PROJECTS = IndigoProjects()
