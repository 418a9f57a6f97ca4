"""Projects, and what else is said of each: amounts, places, sources, documents, identifiers, caveats."""

from collections.abc import Callable

from django.db import models
from django.db.models import Q, QuerySet

from sibdb.models import (
    Project,
    ProjectAmount,
    ProjectCaveat,
    ProjectDocument,
    ProjectIdentifier,
    ProjectLocation,
    ProjectSource,
)
from sibdb.opendata.columns import DataColumn, computed, points_to, told
from sibdb.opendata.table import Table, of_project, part_table, statuses

COUNTRY_CODE = {"pattern": "^[A-Z]{2}$", "type": "string"}


def country(path: str, name: str, meaning: str, **kwargs: object) -> DataColumn:
    """A country by its code."""
    return computed(name, f"{path}__code", f"{meaning} ISO 3166-1, two letters.", **COUNTRY_CODE, **kwargs)


def _project(path: str, meaning: str = "", **kwargs: object) -> DataColumn:
    return told(Project, path, meaning, **kwargs)


PROJECT_COLUMNS = (
    _project("uuid", "Permanent id of the project in this database.", name="project_id", label="Project id",
             is_required=True, is_unique=True),
    _project("indigo_id", "Permanent id in the INDIGO dataset, where it has one.", pattern="^INDIGO-POJ-[0-9]{4}$"),
    _project("name", "Its name.", is_required=True),
    _project("alternative_names", "Other names, joined by semicolons."),
    _project("slug", "Last part of its address here. It may change; an old address leads to the new one.",
             label="Address", is_required=True),
    _project("summary", "What it is, in the words of the Government Outcomes Lab (CC BY 4.0)."),
    computed("policy_area", "policy_area__slug", "Policy area that it counts in.", is_required=True),
    _project("stage", "Stage of development as recorded; often stale, see stage_checked_on and data_quality.",
             is_required=True),
    _project("abandoned_because", "Why it was abandoned, where it was."),
    _project("stage_checked_on", "When somebody last looked whether the stage holds."),
    _project("contract_signed", "When the outcomes contract was signed: a year, a month or a day."),
    _project("all_contracts_signed", "When the contracts between all parties were signed."),
    _project("service_start", "When the service began.", label="Service start"),
    _project("service_end", "When the service ended or was to end: see service_end_basis.", label="Service end"),
    _project("service_end_basis", "Whether the end is as planned or as it happened; empty where nobody says."),
    _project("service_end_planned", "When the service was to end."),
    _project("service_end_actual", "When the service ended."),
    _project("completion_planned", "When the last outcome payment was to be made."),
    _project("completion_actual"),
    _project("dates_in_doubt", "Whether the recorded dates do not fit together.", is_required=True),
    _project("start_year", "Year in which the service began, else in which the contract was signed.",
             label="Start year", type="integer"),
    country("jurisdiction", "jurisdiction", "Country from which it is governed."),
    _project("specification", "How far the contract prescribes the service."),
    _project("structure", "How the contracts are arranged."),
    _project("is_prototype", "Whether it is a social investment prototype."),
    _project("cohort_target", "How many people (or units) were planned."),
    _project("cohort_actual", "How many people (or units) took part."),
    _project("unit", "What is counted, where it is not people."),
    _project("unit_kind", "Whether the plan counts individuals or something else."),
    _project("unit_description", "What the plan counts, in words."),
    _project("outcomes_counted", "How many outcomes the record counts, also those that are not named."),
    _project("goals", "Primary goals of sustainable development, by number."),
    _project("other_goals", "Secondary goals of sustainable development, by number."),
    _project("irr_target", "Target rate of return, as recorded."),
    _project("irr_latest", "Latest rate of return, as recorded."),
    _project("irr_on", "When the latest rate of return held."),
    _project("most_loss", "Most that investors can lose, as recorded."),
    _project("most_return", "Most that investors can earn, as recorded."),
    _project("return_kind", "Kind of return to investors, as recorded."),
    _project("repayment", "What investors got back, as recorded."),
    _project("covid_change", "What COVID-19 changed in the contract."),
    _project("verified_on", "When a colleague last checked the record against a source."),
    _project("verified_by", "Which source that was."),
    *statuses(Project),
)  # fmt: skip

projects = Table(
    name="projects",
    title="Projects",
    meaning="One row for each project: a contract that pays for outcomes.",
    columns=PROJECT_COLUMNS,
    queryset=Project.objects.published,
    order=("indigo_id", "pk"),
    key=("project_id",),
    owner="pk",
)


def _link(
    name: str, title: str, meaning: str, through: type[models.Model], *columns: DataColumn, among: Q | None = None
) -> Table:
    """A table of which project goes with which term: a row for each pair."""

    def pairs() -> QuerySet:
        seen = Q(project__live=True, project__status__in=("public", "disputed"))
        return through.objects.filter(seen & (among or Q()))

    return Table(
        name=name,
        title=title,
        meaning=meaning,
        columns=(*of_project("project"), *columns),
        queryset=pairs,
        order=("project__indigo_id", "project_id", "pk"),
        key=("project_id", columns[0].name),
        owner="project",
    )


countries = _link(
    "project_countries", "Countries of projects", "One row for each project and country in which it works.",
    Project.countries.through,
    country("country", "country", "The country.", is_required=True),
    computed("country_name", "country__name", "Its name in English.", is_required=True),
)  # fmt: skip
regions = _link(
    "project_regions", "UK nations and regions of projects",
    "One row for each project and nation or region of the United Kingdom in which it works.",
    Project.regions.through,
    computed("region", "place__code", "Code of the nation or region, by the Office for National Statistics.",
             pattern="^[A-Z][0-9]{8}$", is_required=True),
    computed("region_name", "place__name", "Its name.", is_required=True),
)  # fmt: skip
areas = _link(
    "project_policy_areas", "Further policy areas of projects",
    "One row for each project and policy area beside the one that it counts in.",
    Project.secondary_areas.through,
    computed("policy_area", "policyarea__slug", "The further policy area.", is_required=True),
)  # fmt: skip
funds_of_projects = _link(
    "project_funds", "Outcomes funds of projects", "One row for each project and outcomes fund that pays for it.",
    Project.funds.through,
    points_to("funds", "fund_id", "fund_id", "outcomesfund", "The fund."),
    among=Q(outcomesfund__status__in=("public", "disputed")),
)  # fmt: skip


def _of(model: type[models.Model]) -> Callable[..., DataColumn]:
    return lambda path, meaning="", **kwargs: told(model, path, meaning, **kwargs)


_amount = _of(ProjectAmount)
amounts = part_table(
    ProjectAmount, "amounts", "Amounts",
    "Money of a whole project: an exact amount, or one or both ends of a range, in its own currency.",
    _amount("kind", "What the amount is.", is_required=True),
    _amount("currency", "Currency by ISO 4217.", is_required=True, pattern="^[A-Z]{3}$"),
    _amount("exact", "The amount, where it is exact."),
    _amount("lowest", "The lower end of the range."),
    _amount("highest", "The upper end of the range."),
    _amount("as_of", "When the amount stood so."),
)  # fmt: skip
_location = _of(ProjectLocation)
locations = part_table(
    ProjectLocation, "locations", "Places", "Where services are delivered.",
    _location("name", "Name of the place, as recorded.", is_required=True),
    country("country", "country", "Country of the place."),
    _location("latitude", "Degrees north, WGS 84."),
    _location("longitude", "Degrees east, WGS 84."),
    computed("place", "place__code", "Our own: code of the council, region or nation, by the ONS."),
    _location("place_is_approximate", "Whether that council is only the nearest one, since the record has no code.",
              is_required=True),
)  # fmt: skip
_source = _of(ProjectSource)
sources = part_table(
    ProjectSource, "sources", "Sources", "Where the facts of a project were read.",
    _source("ref", "INDIGO's id of the source within the project. Other tables name it in source_refs."),
    _source("about", "What the source bears out.", is_required=True),
    _source("groups", "INDIGO's groups of fields that name the source."),
    _source("kind", "Kind of source."),
    _source("title"),
    _source("publisher", "Who published it."),
    _source("url", "Where it stands on the web."),
    _source("archive_url", "Where a copy is kept."),
    _source("published", "When it was published."),
    _source("accessed", "When it was read."),
)  # fmt: skip
documents = part_table(
    ProjectDocument, "documents", "Documents", "What else there is to read about a project.",
    told(ProjectDocument, "title", "Its title.", is_required=True),
    told(ProjectDocument, "url", "Where it stands on the web."),
)  # fmt: skip
identifiers = part_table(
    ProjectIdentifier, "identifiers", "Ids in other registers", "What a project is called in other open registers.",
    told(ProjectIdentifier, "scheme", "The register.", is_required=True),
    told(ProjectIdentifier, "value", "The project's id there."),
)  # fmt: skip
caveats = part_table(
    ProjectCaveat, "caveats", "Caveats", "What is being checked about a record.",
    told(ProjectCaveat, "text", "What is in doubt, in a sentence or two.", is_required=True),
)  # fmt: skip

TABLES = (
    *(projects, countries, regions, areas, funds_of_projects, amounts, locations),
    *(sources, documents, identifiers, caveats),
)
