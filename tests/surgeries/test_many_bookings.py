"""Five thousand bookings in the lists and files of staff (S12)."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from surgeries.models import Booking
from surgeries.staff.exported import COLUMNS
from tests.factories.surgeries import NOW, AdviserFactory, BookingFactory, SlotFactory

pytestmark = pytest.mark.usefixtures("db", "clock")
MANY = 5_000
HOSTILE = ['=HYPERLINK("https://evil.example")', "+44 1865", "@SUM(A1)", "-2+3", "\tTab", "👩🏽‍💼 Zoë, “Ada” مها\nNext"]
BOOKINGS, TIMES = "surgery_bookings:index", "surgery_times:index"


def fill(count: int) -> None:
    """So many bookings of one adviser, an hour each into the past. The database copies one: models take ten times as
    long."""
    model, hour = BookingFactory(slot=SlotFactory(adviser=AdviserFactory())), timedelta(hours=1)
    numbers = "generate_series(1, %s) AS number"
    copy(model.slot, numbers, [count], {"uuid": "gen_random_uuid()", "starts_at": "%s - number * %s",
         "ends_at": "%s - number * %s + interval '45 minutes'"}, [NOW, hour, NOW, hour])  # fmt: skip
    slots = "(SELECT id, row_number() OVER (ORDER BY id) AS number FROM surgeries_slot WHERE adviser_id = %s) AS slot"
    random = "gen_random_uuid()"
    copy(model, f"{slots} WHERE slot.id <> model.slot_id AND", [model.adviser.pk], {
        "uuid": random, "submission_key": random, "slot_id": "slot.id", "name": "(%s::text[])[1 + slot.number %% 6]",
        "reference": "'GOL-' || translate(upper(lpad(to_hex(slot.id), 8, '0')), '01', 'XY')",
    }, [HOSTILE])  # fmt: skip


def copy(model, beside: str, beside_with: list, others: dict[str, str], others_with: list) -> None:
    """Rows like this one, for each of what stands `beside`, but for the columns whose SQL is given."""
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    values = ", ".join(others.get(column, f"model.{column}") for column in columns)
    where = beside if beside.endswith("AND") else f"{beside} WHERE"
    sql = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} AS model, {where} model.id = %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*others_with, *beside_with, model.pk])
        cursor.execute(f"ANALYZE {table}")


def asked(client, address: str) -> tuple[int, bytes]:
    """How many queries an address takes, and what it answers."""
    cache.clear()
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
    assert response.status_code == 200
    return len(seen), content


def test_s12_lists_and_files_cost_the_same_with_five_thousand_and_open_safely(manager):
    BookingFactory(slot=SlotFactory())
    bookings = reverse(BOOKINGS)
    addresses = [bookings, f"{bookings}?export=csv", f"{bookings}?q=Harbour", reverse(TIMES), f"{bookings}?export=xlsx"]
    fill(60)
    few = [asked(manager, address) for address in addresses]
    sheet = load_workbook(BytesIO(few.pop()[1]), read_only=True).active
    typed = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value]
    assert not [cell for cell in typed if cell.data_type == "f"]
    fill(MANY)
    many = [asked(manager, address) for address in addresses[:-1]]
    assert [count for count, _ in many] == [count for count, _ in few]
    assert max(count for count, _ in many) <= 20

    content = many[1][1]
    assert content.startswith("\ufeff".encode()), "Excel sees the encoding"
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == Booking.objects.count() == MANY + 63
    assert list(rows[0]) == [column.label for column in COLUMNS]
    cells = {cell for row in rows for cell in row.values()}
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t"))]
    assert {"'" + text for text in HOSTILE[:5]} <= cells
    assert HOSTILE[5] in cells
