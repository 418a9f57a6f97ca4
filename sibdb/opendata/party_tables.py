"""Organisations and their roles, outcomes funds, and projects in preparation."""

from django.db.models import QuerySet

from sibdb.models import (
    FundArea,
    FundDocument,
    FundOrganisation,
    Organisation,
    OrganisationIdentifier,
    OutcomesFund,
    PipelineProject,
    ProjectParty,
)
from sibdb.opendata.columns import SHOWN, DataColumn, points_to, shown_organisation, told
from sibdb.opendata.project_tables import country
from sibdb.opendata.table import Table, part_table, statuses


def _org(path: str, meaning: str = "", **kwargs: object) -> DataColumn:
    return told(Organisation, path, meaning, **kwargs)


organisations = Table(
    name="organisations",
    title="Organisations",
    meaning="One row for each organisation that has, or had, a role in a project or a fund.",
    columns=(
        _org("uuid", "Permanent id of the organisation in this database.", name="organisation_id",
             label="Organisation id", is_required=True, is_unique=True),
        _org("indigo_id", "Permanent id in the INDIGO dataset, where it has one.", pattern="^INDIGO-ORG-[0-9]{4}$"),
        _org("name", "Its name, in full, as it calls itself.", is_required=True),
        _org("trading_name", "The name that it trades under."),
        _org("english_name", "Its name in English."),
        _org("slug", "Last part of its address here.", label="Address"),
        _org("kind", "Type of organisation."),
        _org("org_id"),
        country("country", "country", "Country where it is based."),
        country("jurisdiction", "jurisdiction", "Country under whose law it is registered."),
        _org("website", "Its own pages."),
        points_to("organisations", "organisation_id", "parent_id", "parent", "Organisation that controls it.",
                  is_open=True),
        *statuses(Organisation),
    ),
    queryset=Organisation.objects.public,
    order=("indigo_id", "pk"),
    key=("organisation_id",),
)  # fmt: skip


def _of_public_organisations() -> QuerySet:
    return OrganisationIdentifier.objects.filter(shown_organisation("organisation"))


organisation_ids = Table(
    name="organisation_identifiers",
    title="Further ids of organisations",
    meaning="Identifiers of an organisation beside its first.",
    columns=(
        told(OrganisationIdentifier, "id", "The row in this release.", name="row_id", label="Row id",
             is_required=True, is_unique=True),
        points_to("organisations", "organisation_id", "organisation_id", "organisation", "The organisation."),
        told(OrganisationIdentifier, "value", "The identifier, such as GB-CHC-1044940."),
    ),
    queryset=_of_public_organisations,
    order=("organisation__indigo_id", "organisation_id", "sort_order", "pk"),
    key=("row_id",),
)  # fmt: skip


def _public_parties() -> QuerySet:
    return ProjectParty.objects.public().filter(shown_organisation("organisation"))


def _party(path: str, meaning: str = "", **kwargs: object) -> DataColumn:
    return told(ProjectParty, path, meaning, **kwargs)


roles = part_table(
    ProjectParty, "roles", "Roles of organisations",
    "Which organisation does what in which project. One that invests twice in a project stands twice.",
    points_to("organisations", "organisation_id", "organisation_id", "organisation", "The organisation."),
    _party("role", "What it does in the project.", is_required=True),
    _party("ref", "INDIGO's id of the provision or the investment within the project.", label="Ref"),
    _party("category", "Kind of organisation in this role."),
    _party("functions", "What an intermediary does."),
    _party("instrument", "Financing instrument of an investor."),
    _party("currency", "Currency of what was committed, by ISO 4217.", pattern="^[A-Z]{3}$"),
    _party("exact", "How much it committed, where that is exact."),
    _party("lowest", "How much it committed at least."),
    _party("highest", "How much it committed at most."),
    _party("paid_currency", "Currency of what was paid, by ISO 4217.", pattern="^[A-Z]{3}$"),
    _party("paid", "How much it paid so far."),
    _party("start", "When the role began."),
    _party("end", "When the role ended."),
    _party("planned_start", "When the role was to begin."),
    _party("planned_end", "When the role was to end."),
    _party("source_refs", "Refs of the sources that bear it out (table sources), joined by commas."),
    queryset=_public_parties,
)  # fmt: skip


def _fund(path: str, meaning: str = "", **kwargs: object) -> DataColumn:
    return told(OutcomesFund, path, meaning, **kwargs)


funds = Table(
    name="funds",
    title="Outcomes funds",
    meaning="One row for each outcomes fund: what it aspired to, and what it came to.",
    columns=(
        _fund("uuid", "Permanent id of the fund in this database.", name="fund_id", label="Fund id",
              is_required=True, is_unique=True),
        _fund("indigo_id", "Permanent id in the INDIGO dataset, where it has one.", pattern="^INDIGO-FUND-[0-9]{4}$"),
        _fund("name", "Its name.", is_required=True),
        _fund("slug", "Last part of its address here.", label="Address"),
        _fund("stage", "Stage of development, as recorded."),
        points_to("organisations", "organisation_id", "host_id", "host", "Organisation that hosts it.", is_open=True),
        country("country", "country", "Country where it is based."),
        _fund("interest_called", "When expressions of interest were called for."),
        _fund("launched", "When it was launched."),
        _fund("end_planned", "When it is to end."),
        _fund("end_actual", "When it ended."),
        _fund("cohort_target", "How many people (or units) were planned."),
        _fund("unit_kind", "Whether individuals or something else is counted."),
        _fund("goals", "Primary goals of sustainable development, by number."),
        _fund("other_goals", "Secondary goals of sustainable development, by number."),
        _fund("currency", "Currency of its value, by ISO 4217.", pattern="^[A-Z]{3}$"),
        _fund("value_aspired", "Value that it aspired to."),
        _fund("value_actual", "Value that it came to."),
        _fund("investment_currency", "Currency of the investment, by ISO 4217.", pattern="^[A-Z]{3}$"),
        _fund("investment_aspired", "Repayable investment that it aspired to."),
        _fund("investment_actual", "Repayable investment that it came to."),
        _fund("contracts_aspired", "How many contracts it aspired to."),
        _fund("contracts_actual", "How many contracts it came to."),
        _fund("funders_aspired", "How many funders it aspired to."),
        _fund("funders_actual", "How many funders it came to."),
        _fund("investors_aspired", "How many independent investors it aspired to."),
        _fund("investors_actual", "How many independent investors it came to."),
        *statuses(OutcomesFund),
    ),
    queryset=OutcomesFund.objects.public,
    order=("indigo_id", "pk"),
    key=("fund_id",),
)  # fmt: skip


def _fund_part(model: type, name: str, title: str, meaning: str, *columns: DataColumn, **among: object) -> Table:
    return Table(
        name=name,
        title=title,
        meaning=meaning,
        columns=(
            told(model, "id", "The row in this release.", name="row_id", label="Row id", is_required=True,
                 is_unique=True),
            points_to("funds", "fund_id", "fund_id", "fund", "The fund."),
            *columns,
        ),
        queryset=lambda: model.objects.filter(fund__status__in=SHOWN, **among),
        order=("fund__indigo_id", "fund_id", "sort_order", "pk"),
        key=("row_id",),
    )  # fmt: skip


fund_organisations = _fund_part(
    FundOrganisation, "fund_organisations", "Organisations of funds", "Who pays into a fund or runs it.",
    points_to("organisations", "organisation_id", "organisation_id", "organisation", "The organisation."),
    organisation__status__in=SHOWN, organisation__merged_into__isnull=True,
)  # fmt: skip
fund_documents = _fund_part(
    FundDocument, "fund_documents", "Documents of funds", "What there is to read about a fund.",
    told(FundDocument, "title", "Its title."),
    told(FundDocument, "url", "Where it stands on the web."),
)  # fmt: skip
fund_areas = _fund_part(
    FundArea, "fund_countries", "Countries of funds", "Countries in which a fund pays for outcomes.",
    country("country", "country", "The country."),
)  # fmt: skip


def _pipeline(path: str, meaning: str = "", **kwargs: object) -> DataColumn:
    return told(PipelineProject, path, meaning, **kwargs)


pipeline = Table(
    name="pipeline",
    title="Projects in preparation",
    meaning="One row for each project in preparation. They are no contracts yet and are counted apart.",
    columns=(
        _pipeline("uuid", "Permanent id in this database.", name="pipeline_id", label="Pipeline id",
                  is_required=True, is_unique=True),
        _pipeline("indigo_id", "Permanent id in the INDIGO dataset, where it has one.", pattern="^INDIGO-PL-[0-9]{4}$"),
        _pipeline("name", "Its name.", is_required=True),
        _pipeline("state", "Whether it is still prepared, launched, or given up."),
        _pipeline("stage", "Stage of development."),
        _pipeline("instruments", "Instruments that are thought of."),
        _pipeline("sectors", "Policy sectors."),
        _pipeline("expected_launch", "When it is expected to begin, as recorded."),
        _pipeline("financing", "How it is to be financed."),
        _pipeline("currency", "Currency of the estimate, by ISO 4217.", pattern="^[A-Z]{3}$"),
        _pipeline("most_payable", "Estimate of the most that can be paid for outcomes."),
        _pipeline("cohort_target", "How many people (or units) are planned."),
        _pipeline("unit_kind", "Whether individuals or something else is counted."),
        _pipeline("goals", "Primary goals of sustainable development, by number."),
        _pipeline("incomes", "Income groups of the countries, by the World Bank."),
        *statuses(PipelineProject),
    ),
    queryset=PipelineProject.objects.public,
    order=("indigo_id", "pk"),
    key=("pipeline_id",),
)  # fmt: skip

TABLES = (*(organisations, organisation_ids, roles, funds, fund_organisations, fund_documents, fund_areas, pipeline),)
