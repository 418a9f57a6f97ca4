"""Published rate cards, and what checks find wrong with the data."""

from django.db.models import Case, QuerySet, When

from sibdb.models import Finding, RateCard, RateCardLine
from sibdb.opendata.columns import SHOWN, DataColumn, computed, points_to, told
from sibdb.opendata.table import Table


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


def _public_findings() -> QuerySet:
    """Those of records that stand in the other tables."""
    return Finding.objects.public().filter(organisation__merged_into__isnull=True)


def _about(table: str, column: str, path: str) -> DataColumn:
    return points_to(table, column, column, path, "The record that it is about, if it is one of these.")


data_quality = Table(
    name="data_quality",
    title="Data quality",
    meaning="One row for each fault that a named check found. Nothing mends itself: rows stay as their source has them.",
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

TABLES = (rate_cards, rate_card_lines, data_quality)
