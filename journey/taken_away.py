"""My journey as files: a document to hand in, a table, and data."""

import json
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import chain
from operator import itemgetter

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime

from golab.exports.as_csv import csv_chunks
from golab.exports.as_docx import Heading, Part, Points, Text, docx_file
from golab.exports.columns import Column
from journey.sheets.taken_away import parts_of_decisions, parts_of_sheets, rows_of
from journey.summary import JourneySummary, StepSummary

TITLE = "My journey"


def _at(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


COLUMNS = [
    Column(name, label, itemgetter(name))
    for name, label in (
        ("step", "Step"),
        ("title", "Title"),
        ("state", "State"),
        ("ticked", "Activities ticked"),
        ("activities", "Activities in all"),
        ("note", "Note"),
        ("address", "Address"),
    )
]


def as_csv(summary: JourneySummary) -> Iterator[bytes]:
    """A row for each step, then one for each saved thing, each answer on a worksheet, each result, and the area."""
    blank = dict.fromkeys(column.name for column in COLUMNS)
    saved = (blank | {**_saved(item), "state": "Saved for later"} for item in summary.saved)
    filled_in = (blank | row for row in rows_of(summary.written))
    area = [blank | {"title": summary.area, "state": "My area"}] if summary.area else []
    return csv_chunks(COLUMNS, chain(map(_row, summary.steps), saved, filled_in, area), bom=True)


def as_json(summary: JourneySummary, *, now: datetime) -> bytes:
    """Everything, with the moment it was taken."""
    steps, saved = list(map(_row, summary.steps)), list(map(_saved, summary.saved))
    area = {"area": summary.area} if summary.area else {}
    taken = {"taken_at": now.isoformat(), **area, "steps": steps, "saved": saved}
    return json.dumps({**taken, **summary.written.as_data()}, ensure_ascii=False, indent=1).encode()


def _row(step: StepSummary) -> dict[str, object]:
    return {
        "step": step.number,
        "title": step.title,
        "state": step.state,
        "ticked": step.ticked,
        "activities": step.activity_count,
        "note": step.note,
        "address": _at(step.url),
    }


def _saved(item: dict[str, str]) -> dict[str, str]:
    return {"title": item["title"], "kind": item["label"], "address": _at(item["url"])}


def as_docx(summary: JourneySummary, *, now: datetime) -> BytesIO:
    """A document with a heading for each stage and each step on which something was marked."""
    return docx_file(title=TITLE, author=settings.WAGTAIL_SITE_NAME, parts=_parts(summary, now), now=now)


def _parts(summary: JourneySummary, now: datetime) -> Iterator[Part]:
    on = date_format(localtime(now), "j F Y")
    yield Text(f"{summary.done_count} of {len(summary.steps)} steps done on {on}.")
    if summary.area:
        yield Text(summary.area, label="My area:")
    for stage in summary.stages:
        yield Heading(f"{stage.number} {stage.title}")
        untouched = [f"{step.number} {step.title}" for step in stage.steps if not step.is_touched]
        for step in stage.steps:
            if step.is_touched:
                yield from _parts_of_step(step)
        if untouched:
            yield Text("Still to do:")
            yield Points(untouched)
    yield from parts_of_decisions(summary.written.decisions)
    yield from parts_of_sheets(summary.written.sheets)
    if summary.saved:
        yield Heading("Saved for later")
        for item in summary.saved:
            yield Text(item["title"], label=f"{item['label']}:", url=_at(item["url"]))


def _parts_of_step(step: StepSummary) -> Iterator[Part]:
    yield Heading(f"{step.number} {step.title}", level=2)
    yield Text(step.state, label="State:")
    if step.ticked:
        yield Text(f"{len(step.ticked)} of {step.activity_count} activities ticked:")
        yield Points(step.ticked)
    if step.note:
        yield Text(step.note, label="Note:")
    yield Text(_at(step.url), url=_at(step.url))
