"""The files of records that stand by themselves, and where the columns of each go."""

from collections.abc import Sequence
from dataclasses import dataclass

from sibdb.indigo.codecs import Codec, LoudBoolean
from sibdb.indigo.columns import (
    ADDRESS,
    AREA,
    COUNT,
    COUNTRY,
    CURRENCY,
    DATE,
    GOALS,
    MONEY,
    ORGANISATION,
    SOURCES,
    TEXT,
    Column,
    choice,
    text,
    value,
)
from sibdb.indigo.pipeline_columns import PIPELINE_COLUMNS
from sibdb.indigo.tables import COMPONENTS, PROJECT_FUNDS, REF, Table
from sibdb.indigo.words import COVID, ORGANISATION_KINDS, SOURCE_KINDS, STAGES, UNITS
from sibdb.models.fund import FUND_ID
from sibdb.models.organisation import ORGANISATION_ID
from sibdb.models.pipeline import PIPELINE_ID
from sibdb.models.project import PROJECT_ID


@dataclass(frozen=True)
class Head:
    """A file with one record in each row, and the files of its parts. `personal` columns are never kept."""

    kind: str
    file: str
    pattern: str
    columns: Sequence[Column]
    tables: Sequence[Table] = ()
    personal: Sequence[str] = ()

    @property
    def by_header(self) -> dict[str, Column]:
        return {column.header: column for column in self.columns}


def _amounts(header: str, kind: str, ranges: bool = False, dated: bool = False) -> list[Column]:
    """The columns of an amount of a kind, each as `amounts.<kind>.<field>`."""
    ends = (("Min", "lowest"), ("Exact", "exact"), ("Max", "highest")) if ranges else (("", "exact"),)
    found = [value(f"{header} - Currency", f"amounts.{kind}.currency", CURRENCY)]
    for end, field in ends:
        found.append(value(" - ".join(filter(None, [header, "Amount", end])), f"amounts.{kind}.{field}", MONEY))
    return found + ([value(f"{header} - Date", f"amounts.{kind}.as_of", DATE)] if dated else [])


def _group(header: str, group: str, note: str = "") -> list[Column]:
    """The sources of a group of fields, and its note."""
    found = [Column(f"{header} - (Source ID's)", f"groups.{group}", SOURCES)]
    return found + ([Column(f"{header} - (Notes)", note, TEXT)] if note else [])


def _under(header: str, *columns: tuple[str, str, Codec]) -> list[Column]:
    return [value(f"{header} - {name}", field, codec) for name, field, codec in columns]


UNIT = choice(UNITS)
PROJECT_COLUMNS = (
    value("Impact Bond Name", "name", text(300)),
    value("Alternative Names", "alternative_names", text(500)),
    value("Stage of Development", "stage", choice(STAGES)),
    *_group("Stage of Development", "stage"),
    value("Social Investment Prototype", "is_prototype", LoudBoolean()),
    *_under(
        "Dates",
        ("Date outcomes contract signed", "contract_signed", DATE),
        ("Date contracts between all parties signed", "all_contracts_signed", DATE),
        ("Anticipated completion date", "completion_planned", DATE),
        ("Actual completion date", "completion_actual", DATE),
        ("Start date of service provision", "service_start", DATE),
        ("Anticipated end date of service provision", "service_end_planned", DATE),
        ("Actual end date of service provision", "service_end_actual", DATE),
    ),
    *_group("Dates", "dates", "dates_note"),
    value("Jurisdiction - Jurisdiction", "jurisdiction", COUNTRY),
    *_group("Jurisdiction", "jurisdiction"),
    *_amounts("Overall project finance - Total investment commitment", "investment", ranges=True),
    *_amounts("Overall project finance - Maximum potential outcome payment", "maximum"),
    *_under(
        "Overall project finance",
        ("Maximum potential loss", "most_loss", text(200)),
        ("Maximum potential return type", "return_kind", text(100)),
        ("Maximum potential return", "most_return", text(300)),
        ("Configuration of the Contracting Parties", "configuration", text(300)),
        ("Investor repayment", "repayment", text(200)),
    ),
    *_amounts("Overall project finance - Total outcome payments made", "paid"),
    *_group("Overall project finance", "finance", "finance_note"),
    *_amounts("Investment Details - Total Funds Invested - Latest", "invested", dated=True),
    *_under(
        "Investment Details - Internal Rate of Return",
        ("Target", "irr_target", text(20)), ("Latest", "irr_latest", text(20)), ("Date", "irr_on", DATE),
    ),
    *_group("Investment Details", "investment", "investment_note"),
    *_under(
        "Purpose and classifications",
        ("Social challenge", "challenge_recorded", TEXT),
        ("Intervention", "intervention_recorded", TEXT),
        ("Policy sector", "policy_area", AREA),
        ("Primary SDG goal", "goals", GOALS),
        ("Secondary SDG goals", "other_goals", GOALS),
        ("Primary SDG target", "goal_targets", text(150)),
        ("Secondary SDG targets", "other_goal_targets", text(150)),
    ),
    *_group("Purpose and classifications", "purpose", "purpose_note"),
    *_under(
        "Service and beneficiaries",
        ("Target population", "population_recorded", TEXT),
        ("Targeted number of unique service users or beneficiaries (total)", "cohort_target", COUNT),
        ("Unit type of targeted service users or beneficiaries", "unit_kind", UNIT),
        ("Unit description of targeted service user or beneficiaries", "unit_description", text(300)),
        ("Actual number of unique service users or beneficiaries engaged (total)", "cohort_actual", COUNT),
        ("Unit type of actual service users or beneficiaries engaged", "actual_unit_kind", UNIT),
        ("Unit description of actual service user or beneficiaries engaged", "actual_unit_description", text(300)),
    ),
    *_group("Service and beneficiaries", "service", "people_note"),
    value("Changes to project due to COVID-19", "covid_change", choice(COVID)),
    *_group("Changes to project due to COVID-19", "covid"),
    value("Notes", "record_note", TEXT),
)  # fmt: skip
ORGANISATION_COLUMNS = (
    Column("Name", "name", text(300)),
    Column("Trading Name", "trading_name", text(300)),
    Column("Translated Official Name - English", "english_name", text(300)),
    Column("Translated Official Name - Source Language", "source_language", text(10)),
    Column("Description", "description", TEXT),
    Column("Jurisdiction", "jurisdiction", COUNTRY),
    value("Type", "kind", choice(ORGANISATION_KINDS)),
    Column("ORG-Ids - Primary", "org_id", text(60)),
    Column("Website", "website", ADDRESS),
    Column("Country", "country", COUNTRY),
)
CONTACTS = ("Name", "Job title", "Profile", "Email", "Twitter", "LinkedIn")
FUND_VALUE = "Fund - Dimensions of Scale - Total Outcome Fund value (outcomes funding)"
FUND_INVESTMENT = "Fund - Dimensions of Scale - Total value of repayable investment linked to Outcome Fund"
_COUNTS = (
    ("Number of outcome contracts", "contracts"),
    ("Number of Contributing Outcome Funders", "funders"),
    ("Number of independent investor organisations", "investors"),
)
FUND_COLUMNS = (
    Column("Fund - Name", "recorded_name", text(200)),
    value("Fund - Stage of Development", "stage", text(40)),
    Column("Fund - Host institution of Outcome Fund", "host", ORGANISATION),
    Column("Fund - Mechanism", "mechanism", TEXT),
    value("Fund - Dates - Expression of interest", "interest_called", DATE),
    value("Fund - Dates - Launch date", "launched", DATE),
    value("Fund - Dates - Anticipated End date", "end_planned", DATE),
    value("Fund - Dates - Actual End date", "end_actual", DATE),
    Column("Fund - Dates - (Notes)", "dates_note", TEXT),
    Column("Fund - Purpose and classifications - Purpose", "purpose", TEXT),
    Column("Fund - Purpose and classifications - Primary SDG goal", "goals", GOALS),
    Column("Fund - Purpose and classifications - Secondary SDG goals", "other_goals", GOALS),
    Column("Fund - Purpose and classifications - Primary SDG target", "goal_targets", text(100)),
    Column("Fund - Purpose and classifications - Secondary SDG targets", "other_goal_targets", text(100)),
    Column("Fund - Purpose and classifications - (Notes)", "purpose_note", TEXT),
    Column("Fund - Service and beneficiaries - Target population", "target_population", TEXT),
    value("Fund - Service and beneficiaries - Targeted number of unique service users or beneficiaries (total)",
          "cohort_target", COUNT),
    value("Fund - Service and beneficiaries - Unit type of targeted service users or beneficiaries", "unit_kind", UNIT),
    Column("Fund - Service and beneficiaries - Unit description of targeted service user or beneficiaries",
           "unit_description", text(300)),
    Column("Fund - Service and beneficiaries - (Notes)", "people_note", TEXT),
    Column(f"{FUND_VALUE} - Currency", "currency", CURRENCY),
    value(f"{FUND_VALUE} - Aspiration - Amount", "value_aspired", MONEY),
    value(f"{FUND_VALUE} - Actual - Amount", "value_actual", MONEY),
    Column(f"{FUND_VALUE} - (Notes)", "value_note", TEXT),
    Column(f"{FUND_INVESTMENT} - Currency", "investment_currency", CURRENCY),
    value(f"{FUND_INVESTMENT} - Aspiration - Amount", "investment_aspired", MONEY),
    value(f"{FUND_INVESTMENT} - Actual - Amount", "investment_actual", MONEY),
    Column(f"{FUND_INVESTMENT} - (Notes)", "investment_note", TEXT),
    *(
        column
        for header, field in _COUNTS
        for column in (
            value(f"Fund - Dimensions of Scale - {header} - Aspiration", f"{field}_aspired", COUNT),
            value(f"Fund - Dimensions of Scale - {header} - Actual", f"{field}_actual", COUNT),
            Column(f"Fund - Dimensions of Scale - {header} - (Notes)", f"{field}_note", TEXT),
        )
    ),
    Column("Fund - Identifier Scheme", "identifier_scheme", text(60)),
    Column("Fund - Identifier", "identifier", text(60)),
    Column("Fund - Country", "country", COUNTRY),
)  # fmt: skip
ORGANISATIONS = Head(
    "organisation", "organisations.csv", ORGANISATION_ID, ORGANISATION_COLUMNS,
    (
        Table("organisations_org-idssecondary.csv", "Organisation ID", "identifiers", (
            Column("By Organisation ID", "value", text(60)), Column("Sources", "source_refs", SOURCES),
            Column("Notes", "notes", TEXT),
        )),
        Table("organisations_sources.csv", "Organisation ID", "sources", (
            Column("Id", "ref", REF), Column("Name", "title", text(600)), value("Type", "kind", choice(SOURCE_KINDS)),
            Column("Publishing Organisations", "publisher", text(200)), Column("URL", "url", ADDRESS),
            Column("Archive URL", "archive_url", ADDRESS), Column("Publication Date", "published", DATE),
            Column("Accessed Date", "accessed", DATE),
        )),
        Table("organisations_controlled_by.csv", "Organisation ID", "parents", (
            Column("By Organisation ID", "parent", ORGANISATION),
        ), needs=["parent"]),
    ),
    personal=[f"Contact - {name} - (Value)" for name in CONTACTS],
)  # fmt: skip
FUNDS = Head(
    "fund", "funds.csv", FUND_ID, FUND_COLUMNS,
    (
        Table("funds_organisations.csv", "Fund ID", "organisations", (
            value("Organisation ID", "organisation", ORGANISATION),
        ), needs=["organisation"]),
        Table("funds_documents.csv", "Fund ID", "documents", (
            Column("Title", "title", text(300)), Column("URL", "url", ADDRESS), Column("Notes", "notes", TEXT),
        )),
        Table("funds_geographic_areas_for_outcome_payment.csv", "Fund ID", "areas", (
            value("Country", "country", COUNTRY),
        )),
    ),
)  # fmt: skip
PROJECTS = Head("project", "projects.csv", PROJECT_ID, PROJECT_COLUMNS, (*COMPONENTS, PROJECT_FUNDS))
PIPELINES = Head("pipeline", "pipelines.csv", PIPELINE_ID, PIPELINE_COLUMNS)
HEADS = (ORGANISATIONS, FUNDS, PROJECTS, PIPELINES)  # in the order in which they are written
