"""What a field begins with when an earlier answer says it: of another worksheet, or of the decision aid."""

from collections.abc import Mapping
from dataclasses import dataclass

from journey.sheets.defined import Field, Sheets
from journey.sheets.kept import Kept
from journey.sheets.numbers import shown

DECISION_TITLE = "Does an outcomes approach fit?"


@dataclass(frozen=True)
class Taken:
    """An earlier answer, and the title of what it was given on."""

    value: object
    kind: str
    title: str


def earlier_answers(sheets: Sheets, kept: Mapping[str, Kept], decisions: Mapping[str, Kept]) -> dict[str, Taken]:
    """Every answer that stands, by `worksheet.field`; of the decision aid the newest result."""
    found = {
        f"{sheet.key}.{field.key}": Taken(value, field.kind, sheet.title)
        for sheet in sheets.sheets
        for field in sheet.fields
        if sheet.key in kept and (value := kept[sheet.key].fields.get(field.key))
    }
    if decisions:
        newest = max(decisions.values(), key=lambda result: result.updated_at)
        for name, text in _of_decision(newest.values).items():
            found[f"decision.{name}"] = Taken(text, "long_text", DECISION_TITLE)
    return {name: taken for name, taken in found.items() if taken.value}


def _of_decision(values: dict) -> dict[str, str]:
    return {
        "result": values["heading"],
        "reasons-for": "\n".join(reason["text"] for reason in values["for"]),
        "reasons-against": "\n".join(reason["text"] for reason in values["against"]),
        "to-find-out": "\n".join(values["find_out"]),
    }


def taken_for(field: Field, taken: Mapping[str, Taken]) -> Taken | None:
    """What the field takes, in its own form; None where there is nothing, or nothing that fits."""
    found = taken.get(field.takes_from)
    if found is None:
        return None
    value = _fitted(found, field)
    return Taken(value, field.kind, found.title) if value else None


def _fitted(found: Taken, field: Field) -> object:
    """Rows go into a table by their first column; a table goes into words as its first column; figures as figures."""
    if field.kind == "table":
        rows = found.value if isinstance(found.value, list) else [[line] for line in str(found.value).splitlines()]
        width = len(field.columns)
        return [[*row[:1], *[""] * (width - 1)] for row in rows if row and row[0]]
    if isinstance(found.value, list):
        joint = "\n" if field.kind == "long_text" else "; "
        return joint.join(row[0] for row in found.value if row[0])[: 4000 if field.kind == "long_text" else 300]
    if field.kind in ("number", "money", "date", "choice"):
        return found.value if found.kind == field.kind else None
    return shown(found.kind, found.value)[: 4000 if field.kind == "long_text" else 300]
