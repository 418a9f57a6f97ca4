"""Organisations and funds that rows name: those that no file has cannot be linked, and their rows are left out."""

import re
from collections.abc import Mapping

from golab.imports.registry import Values
from sibdb.indigo.cells import EXTRA, put_aside, write_cells
from sibdb.indigo.files import File
from sibdb.indigo.records import FUNDS, ORGANISATIONS, Head
from sibdb.indigo.shape import LEFT_OUT, Shaped
from sibdb.indigo.tables import Table

LINKS = ("organisation", "validator", "recipient", "sender", "receiver", "incurred_by", "funder", "host", "fund")


class Known:
    """The ids of the files that are there. Where a file is not, the database is asked when the record is written."""

    def __init__(self, files: Mapping[str, File]) -> None:
        self.ids = {
            head.kind: {cells.get("ID", "").strip() for _, cells in files[head.file].rows}
            for head in (ORGANISATIONS, FUNDS)
            if head.file in files
        }

    def looks_right(self, head: Head, key: str) -> bool:
        return re.match(head.pattern, key) is not None

    def leave_out(self, head: Head, shaped: Shaped) -> None:
        """Take what names an unknown organisation or fund out of a record's values, keep its cells, and say so."""
        unknown = self._unknown(shaped.values)
        if aside := put_aside_unknown(shaped.values, head.by_header, unknown):
            shaped.values |= dict.fromkeys(unknown)
            shaped.faults.append(f"{', '.join(aside)}: not in the list of organisations.")
        for table in head.tables:
            if table.part != "funds":
                self._leave_out_rows(table, shaped)
        self._leave_out_funds(shaped)

    def _leave_out_rows(self, table: Table, shaped: Shaped) -> None:
        rows = shaped.values.get(table.part) or []
        for row in list(rows):
            if not all(row.get(name) == value for name, value in table.constants.items()):
                continue
            unknown = self._unknown(row)
            if unknown and set(unknown) & set(table.needs):
                rows.remove(row)
                extra = shaped.values[EXTRA] = shaped.values[EXTRA] or {}
                cells = write_cells(row, table.by_header, [column.header for column in table.columns])
                kept = {header: cell for header, cell in cells.items() if cell}
                extra.setdefault(LEFT_OUT, {}).setdefault(table.file, []).append(kept | row.get(EXTRA, {}))
                named = ", ".join(str(row[name]) for name in unknown)
                shaped.faults.append(f"{table.file}: a row was left out, for {named} is in no list.")
            elif unknown and (aside := put_aside_unknown(row, table.by_header, unknown)):
                shaped.faults.append(f"{table.file}: {', '.join(aside)} names an organisation that is in no list.")
        if table.part in shaped.values:
            shaped.values[table.part] = rows or None

    def _leave_out_funds(self, shaped: Shaped) -> None:
        known = self.ids.get("fund")
        funds = shaped.values.get("funds") or []
        for fund in [each for each in funds if known is not None and each not in known]:
            funds.remove(fund)
            extra = shaped.values[EXTRA] = shaped.values[EXTRA] or {}
            rows = extra.setdefault(LEFT_OUT, {}).setdefault("projects_outcome_funds.csv", [])
            rows.append({"Id": fund, **extra.get("funds", {}).pop(fund, {})})
            shaped.faults.append(f"projects_outcome_funds.csv: {fund} is not in the list of funds.")
        if "funds" in shaped.values:
            shaped.values["funds"] = funds or None

    def _unknown(self, values: Values) -> list[str]:
        found = []
        for name in LINKS:
            kind = "fund" if name == "fund" else "organisation"
            value = values.get(name)
            if isinstance(value, str) and kind in self.ids and value not in self.ids[kind]:
                found.append(name)
        return found


def put_aside_unknown(values: Values, columns: Mapping, unknown: list[str]) -> list[str]:
    return put_aside(values, columns, *unknown) if unknown else []
