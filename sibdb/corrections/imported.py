"""What an import changed of what readers see, for the public log. Only rows that may leave the CMS are compared."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sibdb.corrections.fields import FACTS
from sibdb.models import Project, ProjectChange

WHY = "INDIGO’s export has it so: it was imported, or an import was taken back."
PARTS = {
    "parties": "Organisations",
    "locations": "Places",
    "outcomes": "Outcomes",
    "prices": "Prices",
    "results": "Results",
    "payments": "Payments",
    "documents": "Documents",
    "sources": "Sources",
}
LONGEST_WHAT = 300
Facts = Mapping[int, Mapping[str, object]]


def facts_of(indigo_ids: Iterable[str]) -> Facts:
    """What readers see of these projects, by primary key and label; nothing of those that no import has written yet."""
    seen = Project.objects.published().filter(indigo_id__in=list(indigo_ids)).exclude(indigo_written={})
    return {project.pk: _facts(project) for project in seen.with_parts("amounts", *PARTS)}


def log_imported(before: Facts, after: Facts, *, now: datetime) -> None:
    """A line for each project of which readers see something else now."""
    lines = {pk: _what(before[pk], facts) for pk, facts in after.items() if pk in before}
    ProjectChange.objects.bulk_create(
        ProjectChange(project_id=pk, what=what, why=WHY, made_at=now) for pk, what in lines.items() if what
    )


def _facts(project: Project) -> dict[str, object]:
    facts: dict[str, object] = {fact.label: fact.shown(project) for fact in FACTS.values()}
    return facts | {label: getattr(project, f"{name}_rows") for name, label in PARTS.items()}


def _what(before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """Facts with what they were; of parts only which."""
    told = []
    for label, now in after.items():
        if before[label] != now:
            told.append(f"{label}: {now} (was: {before[label]})" if isinstance(now, str) else label)
    what = "; ".join(told)
    return what if len(what) <= LONGEST_WHAT else f"{what[: LONGEST_WHAT - 1]}…"
