"""The map of the journey as one snapshot: stages, steps, turn-backs, with numbers that follow from the order."""

from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from golab.pages.snapshots import Snapshot
from golab.pages.tree import public_url


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
    worksheets: tuple[tuple[str, str], ...] = ()  # key and title of each that editors put on it

    @property
    def mark_url(self) -> str:
        return reverse("journey:mark-step", args=[self.key])

    @property
    def tick_url(self) -> str:
        return reverse("journey:tick", args=[self.key])

    @property
    def note_url(self) -> str:
        return reverse("journey:note", args=[self.key])


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


def _rows() -> list[tuple]:
    """Live stages in tree order, each with its steps and with all turn-backs: one query for the whole map."""
    stages, steps, turns = (apps.get_model("journey", name) for name in ("StagePage", "StepPage", "TurnBack"))
    columns = ("pk", "key", "title", "url_path", "search_description", "aim", "typical_time", "activities", "projects",
               "sheets")  # fmt: skip
    below = steps.objects.live().filter(path__startswith=OuterRef("path"), depth=OuterRef("depth") + 1)
    sheets = apps.get_model("journey", "Worksheet").objects.filter(live=True, step__slug=OuterRef("key"))
    sheets = sheets.order_by("sort_order", "pk").values(row=JSONObject(key="key", title="title"))
    below = below.annotate(sheets=ArraySubquery(sheets))
    between = turns.objects.filter(page__live=True).order_by("sort_order", "pk")
    ends = {"start": "from_step__slug", "end": "to_step__slug"}
    names = ("label", "explanation", "is_on_map")
    return list(
        stages.objects.live()
        .order_by("path")
        .annotate(
            steps=ArraySubquery(below.order_by("path").values(row=JSONObject(**{name: name for name in columns}))),
            turns=ArraySubquery(between.values(row=JSONObject(**ends, **{name: name for name in names}))),
        )
        .values_list("pk", "key", "title", "url_path", "if_you", "aim", "typical_time", "steps", "turns")
    )


def _steps(stage_no: int, rows: list[dict]) -> tuple[MapStep, ...]:
    return tuple(
        MapStep(row["pk"], row["key"], f"{stage_no}.{place}", row["title"], public_url(row["url_path"]),
                row["search_description"], row["aim"], row["typical_time"], stage_no,
                len(row["activities"]), len(row["projects"]),
                tuple((sheet["key"], sheet["title"]) for sheet in row["sheets"]))
        for place, row in enumerate(rows, 1)
    )  # fmt: skip


def _stages(rows: list[tuple]) -> tuple[MapStage, ...]:
    return tuple(
        MapStage(pk, key, number, title, public_url(url), if_you, aim, time, _steps(number, steps))
        for number, (pk, key, title, url, if_you, aim, time, steps, _) in enumerate(rows, 1)
    )


def _lane(span: int, taken: dict[int, list[tuple[int, int]]], ends: tuple[int, int]) -> int:
    """The first row, from `span` upwards, where the line crosses no other."""
    lane = span
    while any(first < ends[1] and ends[0] < last for first, last in taken.get(lane, [])):
        lane += 1
    taken.setdefault(lane, []).append(ends)
    return lane


def _turn_backs(steps: dict[str, MapStep], rows: list[dict]) -> tuple[MapTurnBack, ...]:
    found = []
    taken: dict[int, list[tuple[int, int]]] = {}
    for row in rows:
        start, end = steps.get(row["start"]), steps.get(row["end"])
        if start and end:
            ends = (end.stage_no, start.stage_no)
            lane = _lane(max(ends[1] - ends[0], 1), taken, ends) if row["is_on_map"] else 0
            found.append(MapTurnBack(start, end, row["label"], row["explanation"], row["is_on_map"], lane))
    return tuple(found)


def _build() -> JourneyMap:
    rows = _rows()
    stages = _stages(rows)
    steps = {step.key: step for stage in stages for step in stage.steps}
    return JourneyMap(stages, _turn_backs(steps, rows[0][-1] if rows else []))


journey_map = Snapshot("journey", _build)
