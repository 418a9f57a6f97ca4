"""Every format read back by a program that is not ours, and large tables in flat memory."""

import csv
import json
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import pairwise, zip_longest
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golab.exports.as_csv import csv_chunks
from golab.exports.as_json import json_chunks
from golab.exports.as_ods import write_ods
from golab.exports.as_xlsx import LONGEST_TEXT, sheet_name, write_xlsx
from golab.exports.columns import Column, for_xml, text_of, unguarded

COLUMNS = [Column("name", "Name", lambda row: row[0]), Column("value", "Value", lambda row: row[1])]
# Carriage returns are line ends to XML and to csv readers: they come back as such, and have a test of their own.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")).filter(lambda t: for_xml(t) == t)
NUMBERS = st.integers(-(10**14), 10**14) | st.decimals(-(10**9), 10**9, places=2) | st.floats(-1e300, 1e300)
ROWS = st.lists(st.tuples(TEXT, NUMBERS | st.booleans() | st.dates(date(1900, 3, 1)) | st.none()), max_size=8)
ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"


def made(write, rows, title="Prices"):
    file = BytesIO()
    write(file, title=title, columns=COLUMNS, rows=rows)
    file.seek(0)
    return file


def csv_table(rows, **options):
    content = b"".join(csv_chunks(COLUMNS, rows, **options)).decode("utf-8-sig")
    return list(csv.reader(StringIO(content, newline="")))


def xlsx_table(rows):
    book = openpyxl.load_workbook(made(write_xlsx, rows), read_only=False)
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def ods_table(rows):
    with zipfile.ZipFile(made(write_ods, rows)) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    return [[ods_cell(cell) for cell in row] for row in root.iter(ODF % "table" + "table-row")]


def ods_cell(cell):
    kind = cell.get(ODF % "office" + "value-type")
    match kind:
        case None:
            return None
        case "float":
            return float(cell.get(ODF % "office" + "value"))
        case "boolean":
            return cell.get(ODF % "office" + "boolean-value") == "true"
        case "date":
            return cell.get(ODF % "office" + "date-value")
    return "\n".join(ods_text(paragraph) for paragraph in cell)


def ods_text(paragraph):
    parts = [paragraph.text or ""]
    for element in paragraph:
        tab = element.tag == ODF % "text" + "tab"
        parts += ["\t" if tab else " " * int(element.get(ODF % "text" + "c")), element.tail or ""]
    assert all("  " not in part for part in parts)
    return "".join(parts)


@given(ROWS)
def test_csv_comes_back_as_it_was(rows):
    header, *body = csv_table(rows)
    assert header == ["name", "value"]
    assert [[unguarded(name), value] for name, value in body] == [[name, text_of(value)] for name, value in rows]


def test_csv_runs_no_formula_and_keeps_numbers():
    rows = [('=HYPERLINK("x")', -5), ("@SUM(A1)", "-5"), ("+44", Decimal("-2.50"))]
    assert csv_table(rows)[1:] == [['\'=HYPERLINK("x")', "-5"], ["'@SUM(A1)", "'-5"], ["'+44", "-2.50"]]


def test_csv_has_windows_line_ends_and_a_mark_if_asked():
    content = b"".join(csv_chunks(COLUMNS, [("Café", 1)], bom=True))
    assert content == b"\xef\xbb\xbfname,value\r\nCaf\xc3\xa9,1\r\n"
    assert b"".join(csv_chunks(COLUMNS, [])) == b"name,value\r\n"


@given(ROWS)
def test_json_comes_back_as_it_was(rows):
    for (name, value), record in zip(rows, json.loads(b"".join(json_chunks(COLUMNS, rows))), strict=True):
        assert list(record) == ["name", "value"]
        assert record["name"] == name
        if isinstance(value, date):
            assert record["value"] == value.isoformat()
        else:
            assert record["value"] == (float(value) if isinstance(value, Decimal) else value)


@given(ROWS)
@settings(max_examples=25, deadline=None)
def test_xlsx_comes_back_as_it_was(rows):
    header, *body = xlsx_table(rows)
    assert header == ["Name", "Value"]
    assert len(body) <= len(rows)
    # The format keeps no empty rows at the end.
    for (name, value), (name_cell, value_cell) in zip_longest(rows, body, fillvalue=(None, None)):
        # A cell with "_x0041_" is read as a character by Excel and the reader alike; the writer escapes it.
        assert (name_cell or "") == name.replace("\r\n", "\n") or "_x" in name
        if isinstance(value, date):
            assert value_cell.date() == value
        elif value is None or isinstance(value, bool):
            assert value_cell is value
        else:
            assert float(value_cell) == pytest.approx(float(value), rel=1e-14, abs=1e-300)


def test_xlsx_text_is_neither_formula_nor_link_nor_number():
    rows = [("=1+1", "https://example.org"), ("123", "mailto:a@example.org")]
    book = openpyxl.load_workbook(made(write_xlsx, rows))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert [cell.value for cell in cells] == [text for row in rows for text in row]
    assert not any(cell.hyperlink for cell in cells)


def test_xlsx_says_what_it_cannot_hold():
    long, wide = "a" * (LONGEST_TEXT + 1), "😀" * LONGEST_TEXT
    (_, [cut, number], [cut_wide, early]) = xlsx_table([(long, 10**18), (wide, date(1850, 1, 1))])
    assert len(cut) == LONGEST_TEXT
    assert cut.endswith("the CSV and JSON files have the whole text)")
    assert len(cut_wide.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert cut_wide.startswith("😀" * 100)
    assert (number, early) == ("1000000000000000000", "1850-01-01")


def test_xlsx_shows_times_as_the_site_does():
    (_, row) = xlsx_table([("Summer", datetime(2026, 7, 1, 9, 30, tzinfo=UTC))])
    assert row[1] == datetime(2026, 7, 1, 10, 30)  # noqa: DTZ001


def test_xlsx_with_more_rows_than_a_sheet_has_is_refused(monkeypatch):
    monkeypatch.setattr("golab.exports.as_xlsx.MOST_ROWS", 1)
    with pytest.raises(ValueError, match="use CSV or JSON"):
        made(write_xlsx, [("a", 1), ("b", 2)])


@pytest.mark.parametrize(
    ("title", "name"),
    [("Prices", "Prices"), ("a/b: [c]?", "a b   c"), ("'", "Data"), ("", "Data"), ("x" * 40, "x" * 31)],
)
def test_sheet_name_is_one_that_excel_takes(title, name):
    assert sheet_name(title) == name


@given(ROWS)
def test_ods_comes_back_as_it_was(rows):
    header, *body = ods_table(rows)
    assert header == ["Name", "Value"]
    for (name, value), (name_cell, value_cell) in zip(rows, body, strict=True):
        assert (name_cell or "") == name
        if isinstance(value, date):
            assert value_cell == value.isoformat()
        else:
            assert value_cell == (float(value) if value is not None and not isinstance(value, bool) else value)


def test_ods_begins_with_its_kind_and_lists_its_parts():
    with zipfile.ZipFile(made(write_ods, [("a", 1)], title='Prices & "more"')) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        manifest = ElementTree.fromstring(archive.read("META-INF/manifest.xml"))
        assert [entry.get(ODF % "manifest" + "full-path") for entry in manifest] == ["/", "content.xml"]
        table = next(ElementTree.fromstring(archive.read("content.xml")).iter(ODF % "table" + "table"))
        assert table.get(ODF % "table" + "name") == 'Prices & "more"'


def test_ods_shows_times_as_the_site_does():
    assert ods_table([("Summer", datetime(2026, 7, 1, 9, 30, tzinfo=UTC))])[1][1] == "2026-07-01T10:30:00"


def peak(consume):
    tracemalloc.start()
    consume()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def many(count):
    return ((f"Project number {number}", number) for number in range(count))


@pytest.mark.parametrize("chunks", [csv_chunks, json_chunks])
def test_fifty_thousand_rows_stream_in_flat_memory(chunks):
    few, lots = (peak(lambda count=count: sum(map(len, chunks(COLUMNS, many(count))))) for count in (500, 50_000))
    assert lots < 1_000_000
    assert lots < 2 * few + 50_000


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_spreadsheets_take_no_more_memory_for_more_rows(write, tmp_path):
    def consume(count):
        with (tmp_path / "table").open("wb") as file:
            write(file, title="Prices", columns=COLUMNS, rows=many(count))

    few, lots = (peak(lambda count=count: consume(count)) for count in (200, 4000))
    assert lots < 2 * few + 500_000


def test_rows_are_read_one_by_one_as_they_are_sent():
    read = []

    def rows():
        for number in range(1000):
            read.append(number)
            yield ("a", number)

    sizes = [len(read) for _ in csv_chunks(COLUMNS, rows())]
    assert all(after - before <= 100 for before, after in pairwise(sizes))
