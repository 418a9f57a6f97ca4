"""How the prices that were found spread, by programme."""

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils import timezone

from golab.charts.ranges import RangeChart, Spread
from golab.pages.finder.finder import Found
from sibdb.landscape.statistics import Percentile
from sibdb.money import money
from sibdb.rates import POUND

RECORDS = "Project records"
MOST_ROWS = 12


def distribution_of(found: Found) -> RangeChart | None:
    """The chart of what is found, from one query; nothing where there is no price in pounds to draw."""
    spreads = _spreads(found)
    if not spreads:
        return None
    drawn = sum(spread.count for spread in spreads)
    left_out = found.total - drawn
    highest = max(spreads, key=lambda spread: (spread.median, spread.label))
    return RangeChart(
        key="spread",
        finding=_finding(spreads, highest),
        method="From the lowest to the highest price, at the prices of their own years; the box holds the middle half "
        "and the mark is the median.",
        label_heading="Programme",
        spreads=spreads,
        counted="prices in pounds" if drawn != 1 else "price in pounds",
        source="GO Lab outcome prices",
        as_of=timezone.localdate(),
        missing=_missing(left_out),
        csv_url=f"{reverse('prices:spread-csv')}{found.query_string}",
        svg_url=f"{reverse('prices:spread-svg')}{found.query_string}",
        written=lambda amount: money(round(amount), POUND),
    )


def _spreads(found: Found) -> list[Spread]:
    prices = found.queryset.order_by().filter(price__isnull=False, currency=POUND)
    rows = prices.values_list("programme__name", "programme__slug").annotate(
        lines=Count("pk"),
        lowest=Min("price"),
        first=Percentile("price", share=0.25),
        middle=Percentile("price", share=0.5),
        third=Percentile("price", share=0.75),
        highest=Max("price"),
    )
    spreads = [
        Spread(name or RECORDS, *numbers, url=f"{found.path}{slug}/" if slug else f"{found.path}?from=record")
        for name, slug, *numbers in rows
    ]
    return sorted(spreads, key=lambda spread: (-spread.count, spread.label))[:MOST_ROWS]


def _finding(spreads: list[Spread], highest: Spread) -> str:
    if len(spreads) == 1:
        only = spreads[0]
        return f"Half of the prices in {only.label} are {money(round(only.median), POUND)} or less"
    return f"The middle price is highest in {highest.label}: {money(round(highest.median), POUND)}"


def _missing(left_out: int) -> str:
    if not left_out:
        return ""
    return f"{left_out:,} line{' is' if left_out == 1 else 's are'} not drawn: without a price, or in another currency."
