"""XLSX in constant memory. Text is never a formula or a link, and what Excel cannot hold is said, not lost."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import BinaryIO

from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from golab.exports.columns import Column, for_xml, is_number, text_of
from golab.exports.sheets import Sheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575  # below the header
LONGEST_TEXT = 32_767  # UTF-16 units
_CUT = " (cut here: the CSV and JSON files have the whole text)"
_FIRST_DAY = date(1900, 3, 1)  # Excel believes in 29 February 1900


def write_xlsx(file: BinaryIO, *, title: str, columns: Sequence[Column], rows: Iterable[object]) -> None:
    """Write one sheet called `title`. Times are shown in the site's time zone.

    Raises ValueError when there are more rows than a sheet has.
    """
    write_sheets(file, [Sheet(title, columns, rows)])


def write_sheets(file: BinaryIO, sheets: Iterable[Sheet]) -> None:
    """The same for several sheets, in their order."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, {**options, "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"}) as book:
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for one in sheets:
            _fill(book.add_worksheet(sheet_name(one.title)), one, bold, moment)


def _fill(sheet: Worksheet, content: Sheet, bold: Format, moment: Format) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(content.columns):
        sheet.set_column(place, place, min(max(len(column.label) + 2, 12), 40))
        sheet.write_string(0, place, for_xml(column.label), bold)
    for number, row in enumerate(content.rows, start=1):
        if number > MOST_ROWS:
            raise ValueError(f"A sheet holds {MOST_ROWS} records at most: use CSV or JSON.")
        for place, column in enumerate(content.columns):
            _write(sheet, number, place, column.value(row), moment)


def sheet_name(title: str) -> str:
    """The title as a sheet may be called: without []:*?/\\ and in 31 characters at most."""
    allowed = for_xml(title).translate(dict.fromkeys(map(ord, "[]:*?/\\"), " ")).strip(" '")
    return allowed[:31].rstrip(" '") or "Data"


def _write(sheet: Worksheet, number: int, place: int, value: object, moment: Format) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(number, place, value)
    elif is_number(value):
        sheet.write_number(number, place, value)
    elif isinstance(value, datetime) and value.date() >= _FIRST_DAY:
        sheet.write_datetime(number, place, timezone.make_naive(value), moment)
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= _FIRST_DAY:
        sheet.write_datetime(number, place, value)
    else:
        sheet.write_string(number, place, _fitting(for_xml(text_of(value))))


def _fitting(text: str) -> str:
    if len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
        return text
    room = (LONGEST_TEXT - len(_CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT
