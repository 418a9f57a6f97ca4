"""What a project set out to achieve against what it did, outcome by outcome."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sibdb.dates import in_words
from sibdb.models import ProjectOutcome, Result

WHOLE = "The project as a whole"


@dataclass(frozen=True)
class Achieved:
    """An outcome's target and the result that says most: a final one before an interim one, a later before an older."""

    what: str
    target: str
    target_text: str
    result: Result | None
    defined_by: str = ""

    @property
    def achieved(self) -> str:
        if not self.result:
            return ""
        return self.result.achieved_text or ("" if self.result.achieved is None else plain(self.result.achieved))

    @property
    def as_of(self) -> str:
        """ "Final, March 2021", as far as is known."""
        if not self.result:
            return ""
        end = in_words(self.result.end) if self.result.end else ""
        return ", ".join(filter(None, [self.result.get_kind_display(), end]))

    @property
    def note(self) -> str:
        return self.result.status_note if self.result and self.result.is_disputed else ""


def plain(number: Decimal) -> str:
    """ "1,234", "0.52": without noughts behind the point."""
    return f"{number.normalize():,f}"


def achieved_of(outcomes: Iterable[ProjectOutcome], results: Iterable[Result]) -> list[Achieved]:
    """A row for each outcome with a target or a result, and one for the project; nothing for outcomes not shown."""
    by_ref: dict[str, list[Result]] = {}
    for result in results:
        by_ref.setdefault(result.metric_ref, []).append(result)
    rows = [
        Achieved(
            outcome.name,
            "" if outcome.target_number is None else plain(outcome.target_number),
            outcome.target,
            _best(by_ref.get(outcome.ref, []) if outcome.ref else []),
            outcome.get_defined_by_display().lower() if outcome.defined_by else "",
        )
        for outcome in outcomes
    ]
    rows += [Achieved(WHOLE, "", "", result) for result in by_ref.get("", [])[:5]]
    return [row for row in rows if row.target or row.achieved or row.defined_by]


def _best(results: list[Result]) -> Result | None:
    says = [result for result in results if result.achieved is not None or result.achieved_text]
    return max(says, key=lambda result: (result.kind == Result.Kind.FINAL, result.end, result.start), default=None)
