"""The map of the journey as one snapshot: stages, steps, turn-backs, with numbers that follow from the order."""

from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.urls import reverse

from golab.pages.snapshots import Snapshot
from golab.pages.tree import STEP, public_url


@dataclass(frozen=True, slots=True)
class MapStep:
    """A step as the map shows it."""

    pk: int
    key: str
    number: str
    title: str
    url: str
    summary: str
    aim: str
    typical_time: str
    stage_no: int
    activity_count: int
    project_count: int

    @property
    def mark_url(self) -> str:
        return reverse("journey:mark-step", args=[self.key])

    @property
    def tick_url(self) -> str:
        return reverse("journey:tick", args=[self.key])


@dataclass(frozen=True, slots=True)
class MapStage:
    """A stage as the map shows it, with its steps in order."""

    pk: int
    key: str
    number: int
    title: str
    url: str
    if_you: str
    aim: str
    typical_time: str
    steps: tuple[MapStep, ...]

    @property
    def css_class(self) -> str:
        return f"stage-{self.number}"


@dataclass(frozen=True, slots=True)
class MapTurnBack:
    """A turn-back between two steps of the map. `lane` is its row below the map, shortest span first."""

    from_step: MapStep
    to_step: MapStep
    label: str
    explanation: str
    is_on_map: bool
    lane: int

    @property
    def url(self) -> str:
        return self.to_step.url

    @property
    def css_class(self) -> str:
        return f"loop-{self.from_step.stage_no}-{self.to_step.stage_no}"


@dataclass(frozen=True)
class JourneyMap:
    """The whole journey: what home page, rail, stages and steps draw from."""

    stages: tuple[MapStage, ...]
    turn_backs: tuple[MapTurnBack, ...]

    @cached_property
    def steps(self) -> tuple[MapStep, ...]:
        return tuple(step for stage in self.stages for step in stage.steps)

    @cached_property
    def steps_by_key(self) -> dict[str, MapStep]:
        return {step.key: step for step in self.steps}

    @cached_property
    def stages_by_key(self) -> dict[str, MapStage]:
        return {stage.key: stage for stage in self.stages}

    @property
    def turn_backs_on_map(self) -> list[MapTurnBack]:
        """Those that editors flagged and that lead to an earlier stage: a line within one stage cannot be drawn."""
        return [turn for turn in self.turn_backs if turn.is_on_map and turn.from_step.stage_no > turn.to_step.stage_no]

    def stage_of(self, page_pk: int) -> MapStage | None:
        return next((stage for stage in self.stages if stage.pk == page_pk), None)

    def step_of(self, page_pk: int) -> MapStep | None:
        return next((step for step in self.steps if step.pk == page_pk), None)

    def neighbours(self, step: MapStep) -> tuple[MapStep | None, MapStep | None]:
        """The steps before and after, across stages."""
        place = self.steps.index(step)
        after = self.steps[place + 1] if place + 1 < len(self.steps) else None
        return (self.steps[place - 1] if place else None, after)

    def coming_back_to(self, step: MapStep) -> list[MapTurnBack]:
        return [turn for turn in self.turn_backs if turn.to_step.key == step.key]

    def turning_back_from(self, step: MapStep) -> list[MapTurnBack]:
        return [turn for turn in self.turn_backs if turn.from_step.key == step.key]

    def touching_stage(self, stage: MapStage) -> list[MapTurnBack]:
        """Turn-backs into and out of a stage."""
        return [turn for turn in self.turn_backs if stage.number in (turn.from_step.stage_no, turn.to_step.stage_no)]


def _pages(model: str, *fields: str) -> list[tuple]:
    """Live pages of a journey model, in tree order."""
    columns = ("pk", "path", "key", "title", "url_path", "search_description", *fields)
    return list(apps.get_model("journey", model).objects.live().order_by("path").values_list(*columns))


def _steps_below(stage_path: str, stage_no: int, rows: list[tuple]) -> tuple[MapStep, ...]:
    below = [row for row in rows if row[1].startswith(stage_path) and len(row[1]) == len(stage_path) + STEP]
    return tuple(
        MapStep(pk, key, f"{stage_no}.{place}", title, public_url(url), summary, aim, time, stage_no,
                len(activities.raw_data), len(projects.raw_data))
        for place, (pk, _, key, title, url, summary, aim, time, activities, projects) in enumerate(below, 1)
    )  # fmt: skip


def _stages() -> tuple[MapStage, ...]:
    step_rows = _pages("StepPage", "aim", "typical_time", "activities", "projects")
    stage_rows = _pages("StagePage", "if_you", "aim", "typical_time")
    return tuple(
        MapStage(pk, key, number, title, public_url(url), if_you, aim, time, _steps_below(path, number, step_rows))
        for number, (pk, path, key, title, url, _, if_you, aim, time) in enumerate(stage_rows, 1)
    )


def _lane(span: int, taken: dict[int, list[tuple[int, int]]], ends: tuple[int, int]) -> int:
    """The first row, from `span` upwards, where the line crosses no other."""
    lane = span
    while any(first < ends[1] and ends[0] < last for first, last in taken.get(lane, [])):
        lane += 1
    taken.setdefault(lane, []).append(ends)
    return lane


def _turn_backs(steps: dict[str, MapStep]) -> tuple[MapTurnBack, ...]:
    rows = apps.get_model("journey", "TurnBack").objects.filter(page__live=True).order_by("sort_order", "pk")
    found = []
    taken: dict[int, list[tuple[int, int]]] = {}
    for start, end, label, explanation, is_on_map in rows.values_list(
        "from_step__slug", "to_step__slug", "label", "explanation", "is_on_map"
    ):
        if start in steps and end in steps:
            ends = (steps[end].stage_no, steps[start].stage_no)
            lane = _lane(max(ends[1] - ends[0], 1), taken, ends) if is_on_map else 0
            found.append(MapTurnBack(steps[start], steps[end], label, explanation, is_on_map, lane))
    return tuple(found)


def _build() -> JourneyMap:
    stages = _stages()
    steps = {step.key: step for stage in stages for step in stage.steps}
    return JourneyMap(stages, _turn_backs(steps))


journey_map = Snapshot("journey", _build)
