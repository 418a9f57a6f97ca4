"""The columns of the files of prices."""

from golab.exports.columns import Column
from golab.pages.finder.terms import terms
from sibdb.models import PricedOutcome
from sibdb.prices.deflation import Deflation
from sibdb.projects.columns import ATTRIBUTION

RECORD_SOURCE = "INDIGO Impact Bond Dataset, outcome pricings"


def source_of_price(line: PricedOutcome) -> str:
    """Where the price was read."""
    return line.card.source if line.card else RECORD_SOURCE


def _area(line: PricedOutcome) -> str:
    area = terms.get().one("area", line.policy_area_id)
    return area.label if area else ""


def price_columns(deflation: Deflation | None) -> list[Column]:
    """All that the list shows, and the price brought up to date by the deflator at hand, named in a column."""
    named = f"{deflation.source}, released {deflation.released_on.isoformat()}" if deflation else ""

    def brought(line: PricedOutcome) -> object:
        return deflation.bring(line.price, line.currency, line.year) if deflation else None

    return [
        Column("programme", "Programme", lambda line: line.card.programme.name if line.card else ""),
        Column("card", "Round or project", lambda line: line.card.name if line.card else line.project.name),
        Column("indigo_id", "INDIGO id", lambda line: line.project.indigo_id if line.project_id else ""),
        Column("origin", "Where it is from", PricedOutcome.get_origin_display),
        Column("line", "Line", lambda line: line.place),
        Column("outcome", "Outcome", lambda line: line.outcome),
        Column("definition", "Definition", lambda line: line.definition),
        Column("verification", "How it is verified", lambda line: line.verification),
        Column("evidence", "Evidence named (our grouping)", PricedOutcome.get_evidence_display),
        Column("kind", "Kind of outcome (our grouping)", PricedOutcome.get_kind_display),
        Column("policy_area", "Policy area", _area),
        Column("price", "Price", lambda line: line.price),
        Column("currency", "Currency", lambda line: line.currency if line.price is not None else ""),
        Column("price_year", "Year of the price", lambda line: line.year),
        Column("price_brought", "Price in those of the deflator's last year, rounded", brought),
        Column("price_brought_year", "That year", lambda line: deflation.year if brought(line) is not None else None),
        Column("deflator", "Deflator", lambda line: named if brought(line) is not None else ""),
        Column("unit", "Unit", lambda line: line.unit),
        Column("cap", "Cap of the card", lambda line: line.card.cap if line.card else ""),
        Column("person_cap", "Most for one person", lambda line: line.person_cap),
        Column("maximum", "Most if all targets are met", lambda line: line.maximum),
        Column("terms", "Terms and exclusions", lambda line: line.terms),
        Column("quality", "Data quality", PricedOutcome.get_quality_display),
        Column(
            "caveat",
            "Caveat",
            lambda line: " ".join(filter(None, [line.caveat, line.card.caveat if line.card else ""])),
        ),
        Column("source", "Source", source_of_price),
        Column("attribution", "Attribution", lambda line: ATTRIBUTION),
    ]
