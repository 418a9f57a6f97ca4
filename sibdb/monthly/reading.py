"""What readers are told of the snapshots: the list, the gaps in it, and how to cite one."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from golab.exports.reference import Author, Kind, Reference
from sibdb.models import MonthlySnapshot

TITLE = "The landscape of projects that pay for outcomes: figures and data of {month:%B %Y}"
AUTHOR = Author(family="Government Outcomes Lab")
LICENCE = "Facts: reuse with the attribution. Summaries: CC BY 4.0."


@dataclass(frozen=True)
class Month:
    """A month in the list; no snapshot where none was taken."""

    month: date
    snapshot: MonthlySnapshot | None


def months() -> list[Month]:
    """From the latest snapshot back to the first, each month named."""
    taken = {one.month: one for one in MonthlySnapshot.objects.defer("figures").order_by("month")}
    if not taken:
        return []
    first, last = min(taken), max(taken)
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    named = [date(number // 12, number % 12 + 1, 1) for number in reversed(numbers)]
    return [Month(month, taken.get(month)) for month in named]


def citation_of(snapshot: MonthlySnapshot) -> str:
    """The same as one line of text."""
    told = reference_of(snapshot)
    return f"{AUTHOR.family} ({told.year}). {told.title}. {told.publisher}. {told.address}"


def reference_of(snapshot: MonthlySnapshot) -> Reference:
    """How to cite it: a dataset of the Government Outcomes Lab, at its permanent address."""
    address = settings.SITE_URL.rstrip("/") + snapshot.url_on_site
    return Reference(
        key=f"golab-landscape-{snapshot.key}",
        identifier=address,
        kind=Kind.DATASET,
        genre="Dataset",
        title=TITLE.format(month=snapshot.month),
        year=snapshot.month.year,
        address=address,
        authors=(AUTHOR,),
        publisher="University of Oxford",
        url=address,
        licence=LICENCE,
        note=f"Taken on {snapshot.taken_on.day} {snapshot.taken_on:%B %Y}. SHA-256 of the data: {snapshot.sha256}",
    )
