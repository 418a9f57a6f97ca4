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

from surgeries.actions import new_reference
from surgeries.exported import COLUMNS
from surgeries.models import Booking, Slot
from tests.factories.surgeries import NOW, AdviserFactory, BookingFactory, SlotFactory
from tests.surgeries.test_cms import manager, users  # noqa: F401 (fixtures)

pytestmark = pytest.mark.usefixtures("db", "clock")
MANY = 5_000
HOSTILE = ['=HYPERLINK("https://evil.example")', "+44 1865", "@SUM(A1)", "-2+3", "\tTab", "👩🏽‍💼 Zoë, “Ada” مها\nNext"]
BOOKINGS, TIMES = "surgery_bookings:index", "surgery_times:index"


def fill(count: int) -> None:
    """So many bookings of one adviser, an hour each into the past, by the database itself."""
    adviser, model = AdviserFactory(), BookingFactory(slot=SlotFactory(starts_at=NOW + timedelta(days=30)))
    hours = [NOW - timedelta(hours=number) for number in range(1, count + 1)]
    Slot.objects.bulk_create(
        [Slot(adviser=adviser, starts_at=at, ends_at=at + timedelta(minutes=45), formats=["video"]) for at in hours]
    )
    told = {"contact": model.contact, "organisation": "Harbour", "org_type": "nhs", "topic": model.topic,
            "journey_stage": model.journey_stage, "format": "video", "created_at": NOW, "updated_at": NOW}  # fmt: skip
    Booking.objects.bulk_create(
        [
            Booking(slot=slot, reference=new_reference(), submission_key=slot.uuid,
                    name=HOSTILE[number % len(HOSTILE)], question=HOSTILE[number % len(HOSTILE)], **told)
            for number, slot in enumerate(adviser.slots.order_by("pk"))
        ]
    )  # fmt: skip


def asked(client, address: str) -> tuple[int, bytes]:
    """How many queries an address takes, and what it answers."""
    cache.clear()
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
    assert response.status_code == 200
    return len(seen), content


def test_s12_lists_and_files_cost_the_same_with_five_thousand_and_open_safely(manager):  # noqa: F811
    BookingFactory(slot=SlotFactory())
    addresses = [reverse(BOOKINGS), reverse(BOOKINGS) + "?export=csv", reverse(BOOKINGS) + "?export=xlsx",
                 reverse(TIMES), reverse(BOOKINGS) + "?q=Harbour"]  # fmt: skip
    fill(60)
    few = [asked(manager, address)[0] for address in addresses]
    fill(MANY)
    many = [asked(manager, address) for address in addresses]
    assert [count for count, _ in many] == few
    assert max(few) <= 20

    content = many[1][1]
    assert content.startswith("\ufeff".encode()), "Excel sees the encoding"
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == Booking.objects.count() == MANY + 63
    assert list(rows[0]) == [column.label for column in COLUMNS]
    cells = {cell for row in rows for cell in row.values()}
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t"))]
    assert {"'" + text for text in HOSTILE[:5]} <= cells
    assert HOSTILE[5] in cells
    sheet = load_workbook(BytesIO(many[2][1]), read_only=True).active
    typed = [cell for row in sheet.iter_rows(min_row=2, max_row=50) for cell in row if cell.value]
    assert not [cell for cell in typed if cell.data_type == "f"]
