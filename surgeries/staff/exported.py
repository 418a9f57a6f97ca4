"""The list of bookings as a file, safe to open in a spreadsheet whatever people have typed."""

from collections.abc import Callable
from tempfile import TemporaryFile

from django.http.response import HttpResponseBase

from golab.exports import as_csv, as_xlsx
from golab.exports.columns import Column
from golab.exports.responses import kept, streamed
from surgeries.models import Booking
from surgeries.querysets import BookingQuerySet
from surgeries.wording import local

TITLE = "Advice surgeries"
ROWS_AT_ONCE = 500


def _column(label: str, value: Callable[[Booking], object]) -> Column:
    """People read both files, so both have the label."""
    return Column(label, label, value)


COLUMNS = [
    _column("Reference", lambda one: one.reference),
    _column("Starts (UK time)", lambda one: f"{local(one.slot.starts_at):%Y-%m-%d %H:%M}"),
    _column("Adviser", lambda one: one.slot.adviser.name_shown),
    _column("State", lambda one: one.get_status_display()),
    _column("Name", lambda one: one.name),
    _column("Organisation", lambda one: one.organisation),
    _column("Kind of organisation", lambda one: one.get_org_type_display()),
    _column("Role", lambda one: one.role),
    _column("Topic", lambda one: one.topic.label),
    _column("Stage", lambda one: one.journey_stage.label),
    _column("Question", lambda one: one.question),
    _column("Further answers", lambda one: "\n".join(f"{each['label']} {each['answer']}" for each in one.more_answers)),
    _column("How", lambda one: one.get_format_display()),
    _column("Booked (UK time)", lambda one: f"{local(one.created_at):%Y-%m-%d %H:%M}"),
]


def bookings_as(extension: str, bookings: BookingQuerySet) -> HttpResponseBase:
    """A download of these bookings, `csv` or `xlsx`: one query, read 500 rows at a time."""
    rows = bookings.select_related("slot__adviser", "topic", "journey_stage").iterator(chunk_size=ROWS_AT_ONCE)
    if extension == "csv":
        chunks = as_csv.csv_chunks(COLUMNS, rows, bom=True)  # Excel sees the encoding by it
        return streamed(chunks, name=TITLE, extension="csv", content_type=as_csv.CONTENT_TYPE)
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    as_xlsx.write_xlsx(file, title=TITLE, columns=COLUMNS, rows=rows)
    file.seek(0)
    return kept(file, name=TITLE, extension="xlsx", content_type=as_xlsx.CONTENT_TYPE)
