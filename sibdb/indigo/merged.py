"""Files go on naming organisations that staff merged: what they say is read as of the one that each became."""

from collections.abc import Mapping, Sequence

from golab.imports.registry import Values
from sibdb.indigo.cells import EXTRA
from sibdb.models import Organisation

ROLE = ("role", "ref", "organisation")  # a project has one row of each
REFS = "source_refs"


class Contradiction(Exception):
    """Two rows of what is one organisation now say different things."""


def merged_ids() -> dict[str, str]:
    """INDIGO's ids of merged organisations, with the id of what each became."""
    rows = Organisation.objects.exclude(merged_into=None).exclude(indigo_id="")
    return dict(rows.values_list("indigo_id", "merged_into__indigo_id"))


def as_merged(values: Values, became: Mapping[str, str]) -> tuple[Values, list[str]]:
    """The values with the ids that hold now; and the fields left out, whose rows for one role contradict each other."""
    found, left_out = {}, []
    for name, value in values.items():
        if name == EXTRA or not isinstance(value, list | str):
            found[name] = value
            continue
        try:
            found[name] = _one_each(value, became) if isinstance(value, list) else became.get(value, value)
        except Contradiction:
            left_out.append(name)
    return found, left_out


def _one_each(rows: Sequence, became: Mapping[str, str]) -> list:
    """Rows that name one organisation by two ids become one, in the place of the first that has the id which holds."""
    named = [_renamed(row, became) for row in rows]
    changed = {_role(row) for row, was in zip(named, rows, strict=True) if row != was and "organisation" in row}
    twins = {role: [place for place, row in enumerate(named) if _role(row) == role] for role in changed}
    for role, places in twins.items():
        stays = next((place for place in places if rows[place]["organisation"] == role[-1]), places[0])
        for place in places:
            if place != stays:
                named[stays], named[place] = _together(named[stays], named[place]), None
    return [row for row in named if row is not None]


def _renamed(row: object, became: Mapping[str, str]) -> object:
    if isinstance(row, str):
        return became.get(row, row)
    if isinstance(row, list):
        return [_renamed(each, became) for each in row]
    if not isinstance(row, dict):
        return row
    return {name: each if name == EXTRA else _renamed(each, became) for name, each in row.items()}


def _role(row: object) -> tuple:
    return tuple(row.get(name, "") for name in ROLE) if isinstance(row, dict) else ()


def _together(stays: Values, other: Values) -> Values:
    """What either knows, as a merge of the rows themselves does. Raises Contradiction."""
    for name, value in other.items():
        if name not in (REFS, EXTRA) and stays.get(name, value) != value:
            raise Contradiction(name)
    found = {**other, **stays}
    if refs := [ref for row in (stays, other) for ref in row.get(REFS, "").split(",") if ref]:
        found[REFS] = ",".join(dict.fromkeys(refs))
    if EXTRA in found:
        found[EXTRA] = {**other.get(EXTRA, {}), **stays.get(EXTRA, {})}
    return found
