"""What of My journey a reader could show to an adviser: where they are, and what they saved to read."""

from django.http import HttpRequest

from golab.pages import bringing
from golab.pages.bringing import Lines
from journey.map import MapStep, journey_map
from journey.progress import DONE, NOT_NEEDED, Progress, progress_of
from journey.saved import resolve

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


def connect() -> None:
    """Make it known; once, from the app's ready()."""
    bringing.register("journey", lines_of)
