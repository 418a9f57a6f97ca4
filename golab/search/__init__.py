"""One index over everything, and what asks it: `find`, `meant` and `similar`. Ranking is private to the package."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golab.search.results import Filters, Hit, Results


def find(
    text: str, filters: "Filters | None" = None, page: int = 1, *, per_page: int = 20, grouped: bool = False
) -> "Results":
    """See `golab.search.finding.find`; here so that callers know one name. (Models load after this package.)"""
    from golab.search import finding

    return finding.find(text, filters, page, per_page=per_page, grouped=grouped)


def meant(text: str) -> str:
    """See `golab.search.finding.meant`."""
    from golab.search import finding

    return finding.meant(text)


def similar(*, kind: str, key: str, kinds: Sequence[str] = (), limit: int = 4) -> "list[Hit]":
    """See `golab.search.alike.similar`."""
    from golab.search import alike

    return alike.similar(kind=kind, key=key, kinds=kinds, limit=limit)
