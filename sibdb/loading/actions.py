"""Writing projects from files."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from django.utils.text import slugify

from golab.contentfiles import read_yaml
from golab.imports.registry import Values
from golab.pages.imported import ImportedRecords
from golab.taxonomy.area import UK
from golab.taxonomy.models import Country, Place, PolicyArea, Step
from sibdb.around.places import Councils
from sibdb.models import (
    Organisation,
    OutcomesFund,
    Project,
    ProjectAmount,
    ProjectCaveat,
    ProjectLocation,
    ProjectOutcome,
    ProjectParty,
    ProjectSource,
)
from sibdb.querysets import ProjectQuerySet
from sibdb.slugs import give_slugs

PLAIN = (
    *("name", "alternative_names", "stage", "contract_signed", "service_start", "service_end", "dates_in_doubt"),
    *("cohort_target", "cohort_actual", "outcomes_counted", "basis", "summary"),
)
LONGEST_SLUG = 80


class ImportedProjects(ImportedRecords):
    """The key is the INDIGO id. Organisations and funds that are missing are added."""

    kind = "project"
    model = Project

    def complete(self) -> ProjectQuerySet:
        return Project.objects.select_related("policy_area").prefetch_related(
            *("parties__organisation", "amounts", "locations", "outcomes", "sources", "caveats"),
            *("countries", "regions", "funds", "steps"),
        )

    def found_otherwise(self, keys: Sequence[str]) -> dict[str, str]:
        found = Project.objects.filter(indigo_id__in=[key for key in keys if key])
        return {key: str(pk) for key, pk in found.values_list("indigo_id", "pk")}

    def values_of(self, record: Project) -> Values:
        sources = record.sources.all()
        about = ProjectSource.About
        return {
            **{name: getattr(record, name) for name in PLAIN},
            "policy_area": record.policy_area.name,
            "countries": sorted(country.code for country in record.countries.all()),
            "regions": sorted(place.name for place in record.regions.all()),
            "funds": sorted(fund.name for fund in record.funds.all()),
            "parties": [[party.role, party.organisation.name] for party in record.parties.all()],
            "amounts": [_amount_values(amount) for amount in record.amounts.all()],
            "locations": [[place.name, place.latitude, place.longitude] for place in record.locations.all()],
            "outcomes": [outcome.name for outcome in record.outcomes.all()],
            "sources": [[source.title, source.url] for source in sources if source.about != about.SUMMARY],
            "summary_sources": [[source.title, source.url] for source in sources if source.about == about.SUMMARY],
            "caveats": [caveat.text for caveat in record.caveats.all()],
            "steps": sorted(step.slug for step in record.steps.all()),
        }

    def new(self, key: str, values: Values, now: datetime) -> Project:
        return Project(indigo_id=key, slug=slugify(values["name"])[:LONGEST_SLUG].strip("-") or "project")

    def slug_ending(self, key: str, values: Values) -> str:
        return key[-4:]

    def fill(self, record: Project, values: Values) -> None:
        self._fill(record, values, Councils())

    def filler(self) -> Callable[[Project, Values], None]:
        councils = Councils()
        return lambda record, values: self._fill(record, values, councils)

    def _fill(self, record: Project, values: Values, councils: Councils) -> None:
        for name in PLAIN:
            if name in values:
                setattr(record, name, values[name])
        record.policy_area = PolicyArea.objects.get(name=values["policy_area"])
        record.countries = list(Country.objects.filter(code__in=values["countries"]))
        record.regions = list(Place.objects.filter(name__in=values["regions"]).exclude(kind=Place.Kind.COUNCIL))
        record.funds = [_fund(name) for name in values["funds"]]
        if "steps" in values:
            record.steps = list(Step.objects.filter(slug__in=values["steps"]))
        _fill_parts(record, values, councils)


imported = ImportedProjects()


def _amount_values(amount: ProjectAmount) -> list:
    figures = (amount.exact, amount.lowest, amount.highest)
    return [amount.kind, amount.currency, *(None if figure is None else f"{figure:.2f}" for figure in figures)]


def _fill_parts(project: Project, values: Values, councils: Councils) -> None:
    project.parties = _in_order(ProjectParty, _parties(values["parties"]))
    names = ("kind", "currency", "exact", "lowest", "highest")
    project.amounts = _in_order(
        ProjectAmount, [_amount(dict(zip(names, row, strict=True))) for row in values["amounts"]]
    )
    names = ("name", "latitude", "longitude")
    locations = _in_order(ProjectLocation, [dict(zip(names, row, strict=True)) for row in values["locations"]])
    if locations and values["countries"] == [UK]:  # where there are several, a location does not say in which it is
        councils.place(locations, country=UK)
    project.locations = locations
    project.outcomes = _in_order(ProjectOutcome, [{"name": name} for name in values["outcomes"]])
    if "caveats" in values:
        project.caveats = _in_order(ProjectCaveat, [{"text": text} for text in values["caveats"]])
    _fill_sources(project, values)


def _fill_sources(project: Project, values: Values) -> None:
    """Sources of the record, then those of the summary; a file without summaries leaves theirs as they are."""
    about = ProjectSource.About
    before = [[source.title, source.url] for source in project.sources.all() if source.about == about.SUMMARY]
    rows = [(about.RECORD, row) for row in values["sources"]]
    rows += [(about.SUMMARY, row) for row in values.get("summary_sources", before)]
    project.sources = _in_order(
        ProjectSource, [{"about": group, "title": title, "url": url} for group, (title, url) in rows]
    )


def _in_order(part: type, rows: Sequence[Values]) -> list:
    return [part(sort_order=place, **row) for place, row in enumerate(rows)]


def _amount(row: Values) -> Values:
    """Figures as numbers: what is shown before the row is saved needs them."""
    field = ProjectAmount._meta.get_field("exact")
    return {key: value if key in ("kind", "currency") else field.to_python(value) for key, value in row.items()}


def _parties(rows: Sequence[Sequence[str]]) -> list[Values]:
    """Roles with their organisations, those that are missing added."""
    names = dict.fromkeys(name for _, name in rows)
    known = Organisation.objects.named(names)
    missing = [Organisation(name=name) for name in names if name not in known]
    give_slugs(missing)
    known |= {made.name: made for made in Organisation.objects.bulk_create(missing)}
    return [{"role": role, "organisation": known[name]} for role, name in rows]


def _fund(name: str) -> OutcomesFund:
    fund, _ = OutcomesFund.objects.get_or_create(name=name, defaults={"indigo_id": fund_ids().get(name, "")})
    return fund


@cache
def fund_ids() -> dict[str, str]:
    """INDIGO ids of funds by the names that the file gives them."""
    return read_yaml("projects/funds.yaml")
