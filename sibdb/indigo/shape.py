"""From rows of files to the values of a record, and back to rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from golab.imports.registry import Values
from sibdb.indigo.cells import EXTRA, put_aside, read_cells, tell_apart, write_cells
from sibdb.indigo.files import Cells
from sibdb.indigo.records import Head
from sibdb.indigo.tables import Table
from sibdb.models import Project, ProjectAmount, ProjectSource

LEFT_OUT = "rows"  # under this name `extra` keeps the rows that cannot stand, by their file
AMOUNT_KINDS = [kind.value for kind in ProjectAmount.Kind]
GROUPS = [group.value for group in ProjectSource.Group]
# Amounts that cannot stand without the currency beside them, by part ("" for the record itself).
MONEY = {
    "parties": (("currency", ("exact", "lowest", "highest")), ("paid_currency", ("paid",))),
    "prices": (("currency", ("price", "maximum")),),
    "payments": (("currency", ("amount",)),),
    "transactions": (("currency", ("amount",)),),
    "costs": (("currency", ("planned", "actual")),),
    "": (
        ("currency", ("most_payable", "value_aspired", "value_actual")),
        ("investment_currency", ("investment_aspired", "investment_actual")),
    ),
}


@dataclass
class Shaped:
    """A record's values, and what is to be said of its cells."""

    values: Values
    faults: list[str] = field(default_factory=list)


def record_of(head: Head, line: int, cells: Cells, parts: Mapping[str, Sequence[tuple[int, Cells]]]) -> Shaped:
    """A record from its row and the rows of its parts, by their files. Files that are not there are not touched."""
    values, faults = read_cells(cells, head.by_header, ("ID", *head.personal))
    _make_money_sound("", values, head.by_header, faults)
    shaped = Shaped({}, [f"{head.file}, line {line}: {fault}" for fault in faults])
    extra = dict(values.pop(EXTRA, {}))
    left_out: dict[str, list] = {}
    for table in head.tables:
        if table.file in parts:
            rows = shaped.values.setdefault(table.part, [])
            rows += _rows_of(table, parts[table.file], shaped.faults, left_out)
    for name, rows in shaped.values.items():
        if twice := tell_apart(rows):
            shaped.faults.append(f"{name}: the id {', '.join(dict.fromkeys(twice))} stands more than once.")
    if left_out:
        extra[LEFT_OUT] = left_out
    present = {column.field for column in head.columns if column.header in cells}
    plain_fields = {name: values.get(name) for name in sorted(present) if "." not in name}
    lists = {name: rows or None for name, rows in shaped.values.items()}
    held_back = {name: values[name] for name in ("status", "status_note") if name in values}
    shaped.values = plain_fields | lists | held_back | {EXTRA: extra or None}
    if head.kind == "project":
        _shape_project(shaped, values, present)
    return shaped


def _rows_of(
    table: Table, rows: Sequence[tuple[int, Cells]], faults: list[str], left_out: dict[str, list]
) -> list[Values]:
    found = []
    for line, cells in rows:
        values, mistakes = read_cells(cells, table.by_header, (table.owner,))
        _make_money_sound(table.part, values, table.by_header, mistakes)
        faults += [f"{table.file}, line {line}: {mistake}" for mistake in mistakes]
        missing = [name for name in table.needs if name not in values]
        if missing:
            left_out.setdefault(table.file, []).append({header: cell for header, cell in cells.items() if cell})
            faults.append(f"{table.file}, line {line}: left out, for it has no {' and no '.join(missing)}.")
        else:
            found.append({**table.constants, **values})
    return found


def _make_money_sound(part: str, values: Values, columns: Mapping, faults: list[str]) -> None:
    """Put aside what the database would refuse: amounts without a currency, exact ones with a range, half a point."""
    for currency, amounts in MONEY.get(part, ()):
        if currency not in values and (moved := put_aside(values, columns, *amounts)):
            faults.append(f"{', '.join(moved)}: an amount without a currency.")
    if "exact" in values and (moved := put_aside(values, columns, "lowest", "highest")):
        faults.append(f"{', '.join(moved)}: a range beside an exact amount.")
    low, high = values.get("lowest"), values.get("highest")
    if low and high and Decimal(low) > Decimal(high):
        faults.append(f"{', '.join(put_aside(values, columns, 'lowest', 'highest'))}: the lowest is above the highest.")
    is_lost = part == "locations" and not _is_a_point(values)
    if is_lost and (moved := put_aside(values, columns, "latitude", "longitude")):
        faults.append(f"{', '.join(moved)}: not a point on Earth.")


def _is_a_point(values: Values) -> bool:
    latitude, longitude = values.get("latitude"), values.get("longitude")
    both = latitude is not None and longitude is not None
    return both and -90 <= latitude <= 90 and -180 <= longitude <= 180


def _shape_project(shaped: Shaped, cells: Values, present: set[str]) -> None:
    values = shaped.values
    extra = values[EXTRA] = values[EXTRA] or {}
    values["stage"] = values.get("stage") or Project.Stage.NOT_RECORDED.value
    values["amounts"] = _amounts_of(cells, extra, shaped.faults) or None
    if "sources" in values:
        _share_groups(values["sources"] or (), cells, extra)
    if values.get("funds"):
        extra |= _notes_of_funds(values)
    values[EXTRA] = extra or None
    _derive(values)


def _amounts_of(cells: Values, extra: Values, faults: list[str]) -> list[Values]:
    from sibdb.indigo.records import PROJECTS

    found = []
    for kind in AMOUNT_KINDS:
        start = f"amounts.{kind}."
        row = {name.removeprefix(start): value for name, value in cells.items() if name.startswith(start)}
        columns = {
            header: _Bare(column.header, column.field.removeprefix(start), column.codec)
            for header, column in PROJECTS.by_header.items()
            if column.field.startswith(start)
        }
        mistakes: list[str] = []
        amounts = ("exact", "lowest", "highest")
        if "currency" not in row and (moved := put_aside(row, columns, *amounts, "as_of")):
            mistakes.append(f"{', '.join(moved)}: an amount without a currency.")
        _make_money_sound("amounts", row, columns, mistakes)
        if not any(name in row for name in amounts):
            put_aside(row, columns, "currency", "as_of")
        extra.update(row.pop(EXTRA, {}))
        faults += mistakes
        if row:
            found.append({"kind": kind, **row})
    return found


@dataclass(frozen=True)
class _Bare:
    header: str
    field: str
    codec: object


def _share_groups(sources: Sequence[Values], cells: Values, extra: Values) -> None:
    """Tell each source which groups of fields name it. What a group names besides is kept."""
    refs = [row.get("ref", "") for row in sources]
    for group in GROUPS:
        named = str(cells.get(f"groups.{group}", "")).split(",")
        for row in sources:
            if row.get("ref") in named and row["ref"]:
                row.setdefault("groups", []).append(group)
        there = [ref for ref in refs if ref and ref in named]
        if named != [""] and named != there:
            extra[f"groups.{group}"] = [",".join(named), there]


def _notes_of_funds(values: Values) -> Values:
    """A project names its funds once each; what a row says of one besides is kept."""
    rows = values["funds"]
    values["funds"] = sorted({row["fund"] for row in rows})
    notes = {row["fund"]: row[EXTRA] for row in rows if row.get(EXTRA)}
    return {"funds": notes} if notes else {}


def _derive(values: Values) -> None:
    """Fields that follow from others, so that who checks an import sees them too."""
    values["service_end"] = values.get("service_end_actual") or values.get("service_end_planned")
    values["dates_in_doubt"] = any(
        _is_before(values.get(end), values.get("service_start"))
        for end in ("service_end_actual", "service_end_planned")
    )
    if "outcomes" in values:
        values["outcomes_counted"] = len(values["outcomes"] or ()) or None
    if "locations" in values:
        values["countries"] = sorted({row["country"] for row in values["locations"] or () if "country" in row}) or None


def _is_before(end: object, start: object) -> bool:
    return bool(end and start) and str(end) < str(start) and not str(start).startswith(str(end))


# --- and back
def cells_of(head: Head, key: str, values: Values, headers: Sequence[str]) -> dict[str, str]:
    """The row of a record in INDIGO's form."""
    flat = dict(values)
    for row in values.get("amounts") or ():
        flat |= {f"amounts.{row['kind']}.{name}": value for name, value in row.items() if name != "kind"}
    if head.kind == "project":
        flat |= _groups_back(values)
    return write_cells(flat, head.by_header, headers) | {"ID": key}


def _groups_back(values: Values) -> Values:
    found = {}
    for group in GROUPS:
        there = [row["ref"] for row in values.get("sources") or () if row.get("ref") and group in row.get("groups", [])]
        kept = (values.get(EXTRA) or {}).get(f"groups.{group}")
        found[f"groups.{group}"] = kept[0] if kept and kept[1] == there else ",".join(there)
    return found


def rows_of(table: Table, key: str, values: Values, headers: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a table that belong to a record, those that were left out at the end."""
    rows = values.get(table.part) or []
    extra = values.get(EXTRA) or {}
    if table.part == "funds":
        rows = [{"fund": fund, EXTRA: extra.get("funds", {}).get(fund, {})} for fund in rows]
    mine = [row for row in rows if is_of(table, row)]
    found = [write_cells(row, table.by_header, headers) | {table.owner: key} for row in mine]
    kept = extra.get(LEFT_OUT, {}).get(table.file, [])
    return found + [{header: _plain(row.get(header, "")) for header in headers} | {table.owner: key} for row in kept]


def _plain(cell: object) -> str:
    """A cell of a row that was left out; one that was kept beside a value is the first of two."""
    return str(cell[0] if isinstance(cell, list) else cell)


def is_of(table: Table, row: Values) -> bool:
    """Whether a row stands in this table: several tables share a kind of part."""
    if table.part == "assistance":
        return bool(row.get("parent_ref")) == ("parent_ref" in table.needs)
    return all(row.get(name, "") == value for name, value in table.constants.items())
