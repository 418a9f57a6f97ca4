"""INDIGO's files, their columns, and the fields of ours that each is read into.

A column that is not named here has no field: its text is kept in `indigo_extra` and goes back as it came. Columns with
contacts of people are left out on purpose and never kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sibdb.indigo.codecs import OneOf, References
from sibdb.indigo.columns import (
    ADDRESS,
    AREA,
    COUNTRY,
    CURRENCY,
    DATE,
    DAYS,
    FUND,
    GOALS,
    MONEY,
    NUMBER,
    ORGANISATION,
    POINT,
    REF,
    RESULT,
    SOURCES,
    TEXT,
    Column,
    choice,
    text,
    value,
)
from sibdb.indigo.words import (
    CATEGORIES,
    FUNCTIONS,
    LEVELS,
    PAYMENT_KINDS,
    RESULT_KINDS,
    SOURCE_KINDS,
    UNITS,
)
from sibdb.models.organisation import ORGANISATION_ID


@dataclass(frozen=True)
class Table:
    """A file whose rows belong to a record of another. `part` is where they stand on it, `constants` what all share."""

    file: str
    owner: str
    part: str
    columns: Sequence[Column]
    constants: Mapping[str, str] = field(default_factory=dict)
    needs: Sequence[str] = ()  # fields without which a row cannot stand

    @property
    def by_header(self) -> dict[str, Column]:
        return {column.header: column for column in self.columns}


def component(
    file: str, part: str, *columns: Column, ids: str = "Id", needs: Sequence[str] = (), **constants: str
) -> Table:
    """A file of parts of projects: its own columns between the project's id, and sources and notes."""
    first = (Column(ids, "ref", REF),) if ids else ()
    last = (Column("Sources", "source_refs", SOURCES), Column("Notes", "notes", TEXT))
    return Table(f"projects_{file}.csv", "Project ID", part, (*first, *columns, *last), constants, needs)


UNIT = choice(UNITS)
PERIOD = (value("Period - Start", "start", DATE), value("Period - End", "end", DATE))
WHO = (
    value("Organisation ID", "organisation", ORGANISATION),
    value("Organisation Role Category", "category", choice(CATEGORIES)),
)

COMPONENTS = (
    component(
        "outcome_payment_commitments", "parties", *WHO,
        value("Maximum potential Outcome payment - Currency", "currency", CURRENCY),
        value("Maximum potential Outcome payment - Amount", "exact", MONEY),
        *PERIOD,
        value("Total outcome payments made - Currency", "paid_currency", CURRENCY),
        value("Total outcome payments made - Amount", "paid", MONEY),
        ids="", needs=["organisation"], role="payer",
    ),
    component(
        "service_provisions", "parties", *WHO,
        value("Intervention", "intervention", TEXT),
        value("Planned Service - Start", "planned_start", DATE),
        value("Planned Service - End", "planned_end", DATE),
        value("Actual Service - Start", "start", DATE),
        value("Actual Service - End", "end", DATE),
        needs=["organisation"], role="provider",
    ),
    component(
        "investments", "parties", *WHO,
        value("Investment Commitment - Currency", "currency", CURRENCY),
        value("Investment Commitment - Amount - Min", "lowest", MONEY),
        value("Investment Commitment - Amount - Exact", "exact", MONEY),
        value("Investment Commitment - Amount - Max", "highest", MONEY),
        value("Maximum Potential loss", "most_loss", text(200)),
        value("Maximum Potential Return", "most_return", text(300)),
        value("Investor Repayment", "repayment", text(200)),
        value("Investment Type", "instrument_text", text(100)),
        needs=["organisation"], role="investor",
    ),
    component(
        "intermediary_services", "parties",
        value("Organisation ID", "organisation", ORGANISATION),
        value("Organisation Role Category", "functions", OneOf(FUNCTIONS)),
        value("Other Role Description", "function_note", text(500)),
        ids="", needs=["organisation"], role="intermediary",
    ),
    component(
        "outcome_metrics", "outcomes",
        value("Outcome Definition", "definition", text(1500)),
        value("Target Population", "target_population", text(1000)),
        value("Targeted number of service users Or beneficiaries (total)", "target_number", NUMBER),
        value("Unit type of targeted Service users or beneficiaries", "unit_kind", UNIT),
        value("Unit description of Service user or beneficiaries", "unit_description", text(300)),
        value("Outcome metric target", "target", text(1500)),
        value("Other target for Meeting outcome metric target", "other_target", text(500)),
        value("Outcome validation Method", "validation_method", text(200)),
        value("Data source for Outcome validation", "data_source", text(300)),
        value("Policy sector", "policy_area", AREA),
        value("Primary SDG goal", "goals", GOALS),
        value("Secondary SDG goals", "other_goals", GOALS),
        value("Primary SDG target", "goal_targets", text(100)),
        value("Secondary SDG targets", "other_goal_targets", text(100)),
    ),
    component(
        "outcome_pricings", "prices",
        value("Outcome Metric Id", "metric_ref", REF),
        value("Currency", "currency", CURRENCY),
        value("Price Per Unit - Amount", "price", MONEY),
        value("Maximum Price if all targets achieved - Amount", "maximum", MONEY),
        value("Contracted increases to outcome pricing", "increases", text(500)),
        value("Price Description", "description", text(1000)),
        ids="",
    ),
    component(
        "results", "results",
        value("Outcome Metric Id", "metric_ref", REF),
        value("Result level", "level", choice(LEVELS)),
        value("Result type", "kind", choice(RESULT_KINDS)),
        *PERIOD,
        value("Outcomes achieved", "achieved_text", text(1500)),
        value("Number engaged In impact bond", "engaged", NUMBER),
        value("Number with Positive social outcomes", "positive", RESULT),
        value("Other Description of result", "description", text(1500)),
        value("Outcomes validator(s)", "validator", ORGANISATION),
        value("Evaluation Documents", "evaluation_refs", SOURCES),
        ids="",
    ),
    component(
        "outcome_payment_plans", "payment_plans", *PERIOD, ids="Outcome Payment Plan Id - (Value)",
    ),
    component(
        "outcome_payments", "payments",
        value("Outcome Payment Plan Id", "plan_ref", REF),
        value("Outcome Metric Id", "metric_ref", REF),
        *PERIOD,
        value("Payer Organisation ID", "payers", References(ORGANISATION_ID)),
        value("Recipient Organisation ID", "recipient", ORGANISATION),
        value("Type", "kind", choice(PAYMENT_KINDS)),
        value("Payments - Currency", "currency", CURRENCY),
        value("Payments - Amount", "amount", MONEY),
        ids="",
    ),
    component(
        "transactions", "transactions",
        value("Investment Id", "investment_ref", REF),
        value("Outcome Metric Id", "metric_ref", REF),
        value("Date", "on", DATE),
        value("Sending Organisation ID", "sender", ORGANISATION),
        value("Receiving Organisation ID", "receiver", ORGANISATION),
        value("Transaction Type", "kind", text(60)),
        value("Money - Currency", "currency", CURRENCY),
        value("Money - Amount", "amount", MONEY),
        ids="",
    ),
    *(
        component(
            file, "costs",
            value("Date", "on", DATE),
            value("Phase of Impact Bond", "phase", text(60)),
            value("Cost Classification", "classification", text(120)),
            value("Payment - Currency", "currency", CURRENCY),
            value("Payment - Planned", "planned", MONEY),
            value("Payment - Actual", "actual", MONEY),
            value("Cost incurred by", "incurred_by", ORGANISATION),
            value("Type", "kind", text(30)),
            value("Number of days", "days", DAYS),
            ids="", side=side,
        )
        for file, side in (("outcome_payer_cost", "payer"), ("provider_side_cost", "provider"))
    ),
    component(
        "technical_assistances", "assistance",
        value("Title", "title", text(200)),
        value("Description", "description", text(1000)),
        value("Period Start", "start", DATE),
        value("Period End", "end", DATE),
        value("Funding Organisation Id", "funder", ORGANISATION),
        value("Recipient Organisation Id", "recipient", ORGANISATION),
        value("Currency", "currency", CURRENCY),
    ),
    component(
        "technical_assistance_details", "assistance",
        value("Technical Assistance Id", "parent_ref", REF),
        value("Title", "title", text(200)),
        value("Description", "description", text(1000)),
        value("Category", "category", text(200)),
        value("Approach", "approach", text(100)),
        value("Cost Type", "cost_kind", text(30)),
        value("Cost of Activities - Amount", "cost", MONEY),
        value("Number of Days", "days", DAYS),
        ids="", needs=["parent_ref"],
    ),
    component(
        "delivery_locations", "locations",
        value("Service Provision ID", "provision_ref", REF),
        value("Location - Name", "name", text(300)),
        value("Location - Postcode", "postcode", text(20)),
        value("Location - Country", "country", COUNTRY),
        value("Lat/Lng - Lat", "latitude", POINT),
        value("Lat/Lng - Lng", "longitude", POINT),
        value("Adminstrative geography - Name", "area_name", text(200)),
        ids="", needs=["name"],
    ),
    component(
        "documents", "documents",
        value("Title", "title", text(300)), value("URL", "url", ADDRESS),
        ids="", needs=["title"],
    ),
    component("open_contracting_datas", "identifiers", Column("OCID", "value", text(200)), ids="", scheme="ocds"),
    component("360giving_datas", "identifiers", Column("Grant ID", "value", text(200)), ids="", scheme="360giving"),
    component(
        "sources", "sources",
        value("Name", "title", text(1500)),
        value("Type", "kind", choice(SOURCE_KINDS)),
        value("Publishing Organisations", "publisher", text(200)),
        value("URL", "url", ADDRESS),
        value("Archive URL", "archive_url", ADDRESS),
        value("Publication Date", "published", DATE),
        value("Accessed Date", "accessed", DATE),
        needs=["title"],
    ),
)  # fmt: skip
PROJECT_FUNDS = Table(
    "projects_outcome_funds.csv", "Project ID", "funds", (Column("Id", "fund", FUND),), needs=["fund"]
)
