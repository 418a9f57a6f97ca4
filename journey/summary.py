"""A reader's journey written out: what the files, the sheet to print and the shared page show."""

from dataclasses import dataclass, field

from journey.map import JourneyMap, MapStep, journey_map
from journey.models import StepPage
from journey.progress import DONE, NOT_NEEDED, Progress
from journey.saved import Saved, resolve
from journey.sheets.written import Written

STATES = {DONE: "Done", NOT_NEEDED: "Not needed", "": "To do"}


@dataclass(frozen=True)
class StepSummary:
    """One step with what the reader marked on it."""

    number: str
    title: str
    url: str
    state: str
    ticked: list[str]  # the titles of activities
    activity_count: int
    note: str

    @property
    def is_touched(self) -> bool:
        return bool(self.ticked or self.note) or self.state != STATES[""]


@dataclass(frozen=True)
class StageSummary:
    """A stage with its steps, in order."""

    number: int
    title: str
    steps: list[StepSummary]


@dataclass(frozen=True)
class JourneySummary:
    """All stages, what was saved for later, and what was filled in."""

    stages: list[StageSummary]
    saved: Saved
    done_count: int
    written: Written = field(default_factory=Written)
    area: str = ""  # where the reader works and on what: their own files say it, what they share does not

    @property
    def steps(self) -> list[StepSummary]:
        return [step for stage in self.stages for step in stage.steps]


def summary_of(progress: Progress, written: Written | None = None) -> JourneySummary:
    """The whole journey as this reader stands in it. At most three queries, however much is marked."""
    journey = journey_map.get()
    titles = _titles_of_activities(journey, progress)
    stages = [
        StageSummary(stage.number, stage.title, [_step(step, progress, titles) for step in stage.steps])
        for stage in journey.stages
    ]
    return JourneySummary(stages, resolve(progress.saved), progress.done_count, written or Written())


def _titles_of_activities(journey: JourneyMap, progress: Progress) -> dict[str, str]:
    """By id, for the steps on which something is ticked; what editors have taken away since is left out."""
    ticked = [journey.steps_by_key[key].pk for key in progress.ticks if key in journey.steps_by_key]
    pages = StepPage.objects.live().filter(pk__in=ticked).only("activities") if ticked else []
    return {activity.id: activity.value["title"] for page in pages for activity in page.activities}


def _step(step: MapStep, progress: Progress, titles: dict[str, str]) -> StepSummary:
    return StepSummary(
        number=step.number,
        title=step.title,
        url=step.url,
        state=STATES[progress.state_of(step.key)],
        ticked=[titles[key] for key in progress.ticks.get(step.key, []) if key in titles],
        activity_count=step.activity_count,
        note=progress.notes.get(step.key, ""),
    )
