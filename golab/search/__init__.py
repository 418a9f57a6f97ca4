"""One index over everything, and one function that asks it: `golab.search.find`. Ranking is private to the package."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golab.search.results import Filters, Results


def find(
    text: str, filters: "Filters | None" = None, page: int = 1, *, per_page: int = 20, grouped: bool = False
) -> "Results":
    """See `golab.search.finding.find`; here so that callers know one name. (Models load after this package.)"""
    from golab.search import finding

    return finding.find(text, filters, page, per_page=per_page, grouped=grouped)
