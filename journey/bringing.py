"""What of My journey a reader could show to an adviser: where they are, what they saved, and what they wrote."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from golab.pages import bringing
from golab.pages.bringing import Lines, paper
from journey.map import MapStep, journey_map
from journey.progress import DONE, NOT_NEEDED, Progress, progress_of
from journey.saved import resolve
from journey.sheets.kept import sheets_for
from journey.sheets.written import WrittenDecision, WrittenSheet, written_of

SAID = {DONE: "Done", NOT_NEEDED: "Not needed here"}


def lines_of(request: HttpRequest) -> Lines:
    """Steps that they marked or ticked, in the order of the journey, then what they saved."""
    progress = progress_of(request)
    if progress.is_empty:
        return []
    marked = [(step, _said(step, progress)) for step in journey_map.get().steps]
    steps = [{"what": said, "title": f"{step.number} {step.title}", "url": step.url} for step, said in marked if said]
    saved = [{"what": "Saved", "title": item["title"], "url": item["url"]} for item in resolve(progress.saved)]
    return [*steps, *saved]


def _said(step: MapStep, progress: Progress) -> str:
    ticked = len(progress.ticks.get(step.key, []))
    return SAID.get(progress.state_of(step.key)) or (f"{ticked} of {step.activity_count} ticked" if ticked else "")


def papers_of(request: HttpRequest) -> Lines:
    """What they wrote, each a paper: worksheets, the newest result of the decision aid, and their notes."""
    if not request.session.session_key:
        return []
    return list(_papers(request))


def _papers(request: HttpRequest) -> Iterator[dict]:
    written = written_of(sheets_for(request))
    for sheet in written.sheets:
        yield paper(what="Worksheet", title=sheet.title, url=sheet.url, answers=_answers(sheet))
    for decision in written.decisions[:1]:
        yield paper(what="Result", title=decision.title, url=decision.url, answers=_reasons(decision))
    notes = progress_of(request).notes
    own = [(f"{step.number} {step.title}", notes[step.key]) for step in journey_map.get().steps if notes.get(step.key)]
    if own:
        yield paper(what="Notes", title="Your notes on steps", url=reverse("journey:my-journey"), answers=own)


def _answers(sheet: WrittenSheet) -> Iterator[tuple[str, str]]:
    for field in sheet.fields:
        yield field.label, field.as_text
        yield from ((f"{field.label} (an earlier answer)", text) for text in field.put_aside)


def _reasons(decision: WrittenDecision) -> Iterator[tuple[str, str]]:
    yield "Result", decision.heading
    for label, reasons in (("Reasons against", decision.reasons_against), ("Reasons for", decision.reasons_for)):
        if reasons:
            yield label, "\n".join(f"{reason['text']} ({reason['weight']})" for reason in reasons)
    if decision.find_out:
        yield "To find out", "\n".join(decision.find_out)


def connect() -> None:
    """Make it known; once, from the app's ready()."""
    bringing.register("journey", lines_of)
    bringing.register("journey-papers", papers_of)
