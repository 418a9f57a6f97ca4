"""A list for harvesters, one page of it at a time, true however much changes meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from library.models import HarvestRecord
from library.oai.requests import OaiError, Selection


@dataclass(frozen=True)
class Page:
    """Some records of a selection; `rest` is what of it comes after them, if anything does."""

    selection: Selection
    records: Sequence[HarvestRecord]
    total: int
    rest: Selection | None


def page_of(selection: Selection, size: int) -> Page:
    """The next records. What changes while the list is told moves to its end: told twice perhaps, but never missed.

    Raises OaiError where nothing is (or is left) to tell.
    """
    found = HarvestRecord.objects.changed_between(selection.first_moment, selection.last_moment)
    if selection.set_name:
        found = found.filter(resource_type__slug=selection.set_name)
    total = found.count() if selection.total is None else selection.total
    if selection.after:
        changed_at, pk = selection.after
        found = found.after(datetime.fromisoformat(changed_at), pk)
    records = list(found.select_related("resource_type")[: size + 1])
    if not records:
        raise OaiError("noRecordsMatch", "Nothing has changed in this time and set.")
    told = records[:size]
    last = told[-1]
    rest = selection.moved_on(after=(last.changed_at, last.pk), told=len(told), total=total)
    return Page(selection, told, total, rest if len(records) > size else None)
