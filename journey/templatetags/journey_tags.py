"""Draws the journey for a reader: the map and the rail, with what they marked."""

from collections.abc import Iterable

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import BoundBlock

from golab.pages.templatetags.pages_tags import hub_text
from golab.search.results import Hit, Results
from journey.beside import Beside, beside
from journey.chapters import Chapter, count_paragraphs, number_paragraphs
from journey.map import JourneyMap, MapStage, MapStep, MapTurnBack, journey_map
from journey.naming import named_in
from journey.progress import DONE, NOT_NEEDED, Progress, fingerprint, progress_of

register = template.Library()

STATE_CLASS = {DONE: "done", NOT_NEEDED: "not-needed"}


@register.inclusion_tag("components/journey_map.html", takes_context=True)
def show_map(context: dict, heading_id: str = "", is_compact: bool = False) -> dict:
    """The map with the reader's states. `heading_id` names the heading above it, if any."""
    journey = journey_map.get()
    return {**_drawn(journey, _progress(context), None), "heading_id": heading_id, "is_compact": is_compact}


@register.inclusion_tag("components/rail.html", takes_context=True)
def rail(context: dict, here: MapStage | MapStep | None) -> dict:
    """The journey in a column; the stage of `here` is open."""
    journey = journey_map.get()
    drawn = _drawn(journey, _progress(context), here)
    open_stage = here.number if isinstance(here, MapStage) else here and here.stage_no
    for stage in drawn["stages"]:
        stage["is_open"] = stage["number"] == open_stage
        stage["is_here"] = isinstance(here, MapStage) and stage["number"] == here.number
    return drawn


@register.simple_tag(takes_context=True)
def step_state(context: dict, step: MapStep) -> str:
    """`done`, `not-needed` or nothing."""
    return _progress(context).state_of(step.key)


@register.simple_tag(takes_context=True)
def step_ticks(context: dict, step: MapStep | None) -> list[str]:
    """Ids of the activities the reader ticked."""
    return _progress(context).ticks.get(step.key, []) if step else []


@register.simple_tag(takes_context=True)
def step_note(context: dict, step: MapStep) -> str:
    """What the reader wrote on it."""
    return _progress(context).notes.get(step.key, "")


@register.simple_tag(takes_context=True)
def is_saved(context: dict, kind: str, key: str) -> bool:
    """Whether the reader saved this for later."""
    return _progress(context).is_saved(kind, key)


@register.simple_tag
def beside_step(step: MapStep | None, resources: Iterable) -> Beside:
    """Events and news on a step or its stage, and the addresses of its publications; one query."""
    stage = stage_of(step)
    titles = [entry.value["label"] for entry in resources if entry.value["kind"] == "publication"]
    keys = {"step_key": step.key, "stage_key": stage.key} if step and stage else {}
    return beside(**keys, titles=titles, today=timezone.localdate())


@register.simple_tag
def beside_stage(stage: MapStage | None) -> Beside:
    """Events and news on a stage; one query."""
    return beside(stage_key=stage.key, today=timezone.localdate()) if stage else Beside()


register.filter("fingerprint", fingerprint)


@register.filter
def at_key(addresses: dict[str, str], key: str) -> str:
    """The address of this name, or nothing."""
    return addresses.get(key, "")


@register.filter
def stage_of(step: MapStep | None) -> MapStage | None:
    """The stage that a step belongs to."""
    return step and journey_map.get().stages[step.stage_no - 1]


@register.filter
def neighbours(step: MapStep) -> tuple[MapStep | None, MapStep | None]:
    """The steps before and after."""
    return journey_map.get().neighbours(step)


@register.filter
def neighbour_stages(stage: MapStage | None) -> tuple[MapStage | None, MapStage | None]:
    """The stages before and after."""
    if stage is None:
        return (None, None)
    around = (None, *journey_map.get().stages, None)
    return (around[stage.number - 1], around[stage.number + 1])


@register.filter
def coming_back(step: MapStep) -> list[MapTurnBack]:
    """Turn-backs that lead to this step."""
    return journey_map.get().coming_back_to(step)


@register.filter
def going_back(step: MapStep) -> list[MapTurnBack]:
    """Turn-backs that start from this step."""
    return journey_map.get().turning_back_from(step)


@register.filter
def turns_of(stage: MapStage | None) -> list[MapTurnBack]:
    """Turn-backs into and out of a stage."""
    return journey_map.get().touching_stage(stage) if stage else []


@register.filter
def numbered(block: BoundBlock, chapter: Chapter) -> SafeString:
    """A text block of a chapter with its paragraphs numbered, so that each can be cited and linked to."""
    texts = [other for other in chapter.body if other.block_type == "text"]
    before = sum(count_paragraphs(other.value.source) for other in texts[: texts.index(block)])
    return mark_safe(number_paragraphs(hub_text(block.value), chapter.number, before))  # noqa: S308 - rendered text


@register.filter
def lower_first(text: str) -> str:
    """For the middle of a sentence."""
    return text[:1].lower() + text[1:]


@register.simple_tag
def whole_journey() -> JourneyMap:
    """Stages, steps and turn-backs."""
    return journey_map.get()


def _progress(context: dict) -> Progress:
    request: HttpRequest | None = context.get("request")
    return progress_of(request) if request else Progress()


def _drawn(journey: JourneyMap, progress: Progress, here: MapStage | MapStep | None) -> dict:
    here_key = here.key if isinstance(here, MapStep) else ""
    return {
        "stages": [_stage(stage, progress, here_key) for stage in journey.stages],
        "stage_count": len(journey.stages),
        "turn_backs": [_turn_back(turn) for turn in journey.turn_backs_on_map],
    }


def _stage(stage: MapStage, progress: Progress, here_key: str) -> dict:
    return {
        "number": stage.number,
        "name": stage.title,
        "url": stage.url,
        "if_you": stage.if_you,
        "css_class": stage.css_class,
        "steps": [_step(step, progress, here_key) for step in stage.steps],
    }


def _step(step: MapStep, progress: Progress, here_key: str) -> dict:
    state = "here" if step.key == here_key else STATE_CLASS.get(progress.state_of(step.key), "")
    is_done = progress.state_of(step.key) == DONE
    return {"number": step.number, "title": step.title, "url": step.url, "state": state, "is_done": is_done}


def _turn_back(turn: MapTurnBack) -> dict:
    return {
        "from_number": turn.from_step.number,
        "to_number": turn.to_step.number,
        "from_stage": turn.from_step.stage_no,
        "to_stage": turn.to_step.stage_no,
        "label": turn.label,
        "url": turn.url,
        "lane": turn.lane,
        "css_class": turn.css_class,
    }


@register.simple_tag
def step_named(text: str, results: Results) -> Hit | None:
    """The step that these words call by its name, unless it stands first among the results anyway."""
    first = {group.hits[0].key for group in results.groups if group.kind == "step" and group.hits}
    if results.exact:
        first.add(results.exact.key)
    return next((hit for hit in named_in(text) if hit.key not in first), None)
