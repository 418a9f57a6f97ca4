"""What was filled in, as parts of a document and rows of a table; together, a draft business case."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime

from golab.exports.as_docx import Heading, Part, Points, Table, Text, docx_file
from journey.sheets.written import Written, WrittenDecision, WrittenField, WrittenSheet

TITLE = "Draft business case"
ABOUT = (
    "A draft from worksheets of the GO Lab knowledge hub, taken on {on}. The answers are the author's own and have not "
    "been checked by the Government Outcomes Lab. What is missing was not filled in."
)


def _at(path: str) -> str:
    return f"{settings.SITE_URL}{path}" if path.startswith("/") else path


def rows_of(written: Written) -> Iterator[dict[str, object]]:
    """A row for each answer and each result, for the columns of My journey's table."""
    for sheet in written.sheets:
        for field in sheet.fields:
            words = {"state": "Worksheet", "note": field.as_text, "address": _at(sheet.url)}
            yield {"title": f"{sheet.title}: {field.label}", **words}
    for decision in written.decisions:
        words = {"state": "Result", "note": decision.heading, "address": _at(decision.url)}
        yield {"title": decision.title, **words}


def business_case_file(written: Written, *, now: datetime) -> BytesIO:
    """A document with the results, the worksheets in order and the sources of both."""
    return docx_file(title=TITLE, author=settings.WAGTAIL_SITE_NAME, parts=_business_case(written, now), now=now)


def _business_case(written: Written, now: datetime) -> Iterator[Part]:
    yield Text(ABOUT.format(on=date_format(localtime(now), "j F Y")))
    if not written:
        yield Text("Nothing is filled in yet. Begin with a worksheet on a step of the journey.")
    yield from parts_of_decisions(written.decisions[:1])
    yield from parts_of_sheets(written.sheets)
    yield from _sources(written)


def parts_of_decisions(decisions: Iterable[WrittenDecision]) -> Iterator[Part]:
    """Each result with its reasons."""
    for decision in decisions:
        yield Heading("Does an outcomes approach fit?")
        when = f" ({date_format(localtime(decision.kept_at), 'j F Y')})" if decision.kept_at else ""
        yield Text(f"{decision.heading}{when}", label="Result:")
        for heading, reasons in (("Against", decision.reasons_against), ("For", decision.reasons_for)):
            if reasons:
                yield Heading(f"Reasons {heading.lower()}", level=2)
                yield Points([f"{reason['text']} ({reason['weight']})" for reason in reasons])
        if decision.find_out:
            yield Heading("To find out", level=2)
            yield Points(decision.find_out)
        yield Text(_at(decision.url), url=_at(decision.url))


def parts_of_sheets(sheets: Iterable[WrittenSheet]) -> Iterator[Part]:
    """Each worksheet with its answers."""
    for sheet in sheets:
        yield Heading(sheet.title)
        for field in sheet.fields:
            yield from _answer(field)


def _answer(field: WrittenField) -> Iterator[Part]:
    if field.rows:
        yield Text(field.label)
        yield Table(field.columns, field.rows)
    else:
        yield Text(field.text, label=f"{field.label}:")
    if field.put_aside:
        yield Text("; ".join(field.put_aside), label="An earlier answer:")


def _sources(written: Written) -> Iterator[Part]:
    """Each source once, of the worksheets and of the evidence that the result names."""
    named = [(" ".join(filter(None, (f"{one['title']}.", one["who"]))), one["url"])
             for sheet in written.sheets for one in sheet.sources]  # fmt: skip
    evidence = [(one["title"], one["url"]) for decision in written.decisions[:1] for one in decision.evidence]
    each_once = dict(named + evidence)
    if each_once:
        yield Heading("Sources")
        for words, url in each_once.items():
            yield Text(words, url=_at(url) if url else "")
