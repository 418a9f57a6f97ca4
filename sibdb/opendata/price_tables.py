"""Published rate cards, and what checks find wrong with the data."""

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from sibdb.models import Finding, PricedOutcome, RateCard, RateCardLine
from sibdb.opendata.columns import SHOWN, DataColumn, computed, points_to, told
from sibdb.opendata.table import Table
from sibdb.prices.columns import RECORD_SOURCE


def _ids(table: str) -> dict:
    return {"type": "integer", "is_required": True, **({"to": table, "to_column": "card_id"} if table else {})}


def _card(path: str, meaning: str = "", **kwargs: object) -> DataColumn:
    return told(RateCard, path, meaning, **kwargs)


def _line(path: str, meaning: str = "", **kwargs: object) -> DataColumn:
    return told(RateCardLine, path, meaning, **kwargs)


_SHOWN_PROJECT = When(is_of_one_project=True, project__live=True, project__status__in=SHOWN, then="project__uuid")

rate_cards = Table(
    name="rate_cards",
    title="Rate cards",
    meaning="One row for each published price list: of a round of a programme, or of one project.",
    columns=(
        computed("card_id", "pk", "The card in this release.", is_unique=True, **_ids("")),
        computed("programme", "programme__name", "The programme that published it.", is_required=True),
        _card("name", "Round of the programme, or the project.", is_required=True),
        computed("project_id", Case(_SHOWN_PROJECT), "The project, where the card is of one.", type="uuid",
                 to="projects", to_column="project_id"),
        _card("price_year", "Year whose prices these are."),
        _card("cap", "The most for one person or for the contract, as the source has it."),
        _card("note", "What the card is."),
        _card("caveat"),
        _card("source", "Where the prices were read.", is_required=True),
    ),
    queryset=RateCard.objects.all,
    order=("programme__sort_order", "sort_order", "pk"),
    key=("card_id",),
)  # fmt: skip
rate_card_lines = Table(
    name="rate_card_lines",
    title="Lines of rate cards",
    meaning="One row for each outcome on a rate card, with its price where one is published.",
    columns=(
        computed("row_id", "pk", "The line in this release.", type="integer", is_required=True, is_unique=True),
        computed("card_id", "card_id", "The card that it stands on.", **_ids("rate_cards")),
        _line("outcome"),
        _line("definition"),
        _line("kind", "Kind of outcome: our grouping.", is_required=True),
        _line("evidence", "Evidence that the definition names: our grouping, by its words."),
        _line("price"),
        _line("currency", "Currency by ISO 4217.", is_required=True, pattern="^[A-Z]{3}$"),
        _line("unit"),
        _line("quality", "How far the line can be quoted.", is_required=True),
        _line("caveat", "What the doubt is."),
    ),
    queryset=RateCardLine.objects.all,
    order=("card__programme__sort_order", "card__sort_order", "card_id", "sort_order", "pk"),
    key=("row_id",),
)


def _priced(path: str, meaning: str, **kwargs: object) -> DataColumn:
    return told(PricedOutcome, path, meaning, **kwargs)


# A card of a whole round names no project: its prices were those of many.
_OF_ONE = Q(card__isnull=True) | Q(card__is_of_one_project=True)
prices = Table(
    name="prices",
    title="All prices in one list",
    meaning="One row for each price, whether a rate card or a project’s record has it; what both have stands once.",
    columns=(
        _priced("id", "c and the line of a card, or r and the price of a record: the row in this release.",
                name="price_id", label="Price id", is_required=True, is_unique=True),
        _priced("origin", "Whether a published rate card or a project’s record has it.", is_required=True),
        computed("programme", "programme__name", "Programme that published the card."),
        computed("card", "card__name", "Round of the programme, or the project, that the card is of."),
        computed("project_id", Case(When(_OF_ONE, then="project__uuid")), "The project, where the price is of one.",
                 type="uuid", to="projects", to_column="project_id"),
        computed("indigo_id", Case(When(_OF_ONE, then="project__indigo_id")), "INDIGO's id of that project.",
                 label="INDIGO id"),
        computed("policy_area", "policy_area__slug", "Policy area of the project or the programme."),
        _priced("outcome", "The outcome, in a few words."),
        _priced("definition", "The outcome as the source defines it."),
        _priced("kind", "Kind of outcome: our grouping."),
        _priced("evidence", "Evidence that the definition names: our grouping, by its words."),
        _priced("verification", "How the outcome is verified, as recorded."),
        _priced("price", "Price of one unit; empty where none is published."),
        _priced("currency", "Currency by ISO 4217.", pattern="^[A-Z]{3}$"),
        _priced("unit", "What the price is for."),
        _priced("year", "Year whose prices these are; of a record, the year in which the project began."),
        _priced("person_cap", "Most for one person."),
        _priced("maximum", "Most if all targets are met."),
        _priced("terms", "Terms, caps and exclusions."),
        _priced("quality", "How far the price can be quoted.", is_required=True),
        _priced("caveat", "What to know before the price is quoted."),
        computed("source", Coalesce("card__source", Value(RECORD_SOURCE)), "Where the price was read.",
                 is_required=True),
    ),
    queryset=PricedOutcome.objects.all,
    order=("rank", "card", "project__name", "project", "place", "id"),
    key=("price_id",),
)  # fmt: skip


def _public_findings() -> QuerySet:
    """Those of records that stand in the other tables."""
    return Finding.objects.public().filter(organisation__merged_into__isnull=True)


def _about(table: str, column: str, path: str) -> DataColumn:
    return points_to(table, column, column, path, "The record that it is about, if it is one of these.")


data_quality = Table(
    name="data_quality",
    title="Data quality",
    meaning="One row for each fault that a named check found. Nothing is mended: rows stay as their source has them.",
    columns=(
        computed("row_id", "pk", "The finding in this release.", type="integer", is_required=True, is_unique=True),
        told(Finding, "check_name", "Name of the check that found it.", is_required=True),
        told(Finding, "level", "INDIGO's priority of what is concerned: 1 is asked of every project.",
             is_required=True),
        _about("projects", "project_id", "project"),
        _about("organisations", "organisation_id", "organisation"),
        _about("funds", "fund_id", "fund"),
        _about("pipeline", "pipeline_id", "pipeline"),
        told(Finding, "where", "Which kind of row it was found in; empty for the record itself."),
        told(Finding, "text", "What is wrong, in words.", is_required=True),
        told(Finding, "found_on", "When it was first found.", is_required=True),
    ),
    queryset=_public_findings,
    order=("level", "check_name", "pk"),
    key=("row_id",),
)  # fmt: skip

TABLES = (prices, rate_cards, rate_card_lines, data_quality)
