"""What other rooms have for a step or a stage, as the search index knows it: resources, events and news. One query."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from golab.search.models import SearchDocument

MOST = 3
_COLUMNS = ("kind", "title", "url", "context", "on_step")


@dataclass(frozen=True)
class Found:
    """Something to read or to come to; `is_of_step` unless it is only of the step's stage."""

    title: str
    url: str
    context: str
    is_of_step: bool


@dataclass(frozen=True)
class Beside:
    """What stands beside a step or a stage. `publications` are addresses by title."""

    publications: dict[str, str] = field(default_factory=dict)
    events: list[Found] = field(default_factory=list)
    news: list[Found] = field(default_factory=list)


def beside(*, step_key: str = "", stage_key: str = "", titles: Iterable[str] = (), today: date) -> Beside:
    """The next events and latest news on the step, else on its stage, and the publications with these titles."""
    of_step = Q(steps__contains=[step_key]) if step_key else Q(pk__in=[])
    of_stage = Q(stages__contains=[stage_key]) if stage_key else Q(pk__in=[])
    about = SearchDocument.objects.filter(of_step | of_stage).annotate(
        on_step=Case(When(of_step, then=Value(1)), default=Value(0), output_field=IntegerField())
    )
    coming = about.filter(kind="event", date__gte=today).order_by("-on_step", "date", "pk")
    latest = about.filter(kind="news").order_by("-on_step", F("date").desc(nulls_last=True), "pk")
    named = SearchDocument.objects.filter(kind="publication", title__in=list(titles))
    named = named.annotate(on_step=Value(1, IntegerField())).order_by("year", "pk")
    rows: dict[str, list[tuple]] = {"event": [], "news": [], "publication": []}
    for kind, *row in _together(coming[:MOST], latest[:MOST], named[:100]):
        rows[kind].append(row)
    return Beside(
        {title: url for title, url, *_ in rows["publication"]},
        [Found(title, url, context, bool(on_step)) for title, url, context, on_step in rows["event"]],
        [Found(title, url, context, bool(on_step)) for title, url, context, on_step in rows["news"]],
    )


def _together(first: QuerySet, *others: QuerySet) -> QuerySet:
    return first.values_list(*_COLUMNS).union(*(each.values_list(*_COLUMNS) for each in others), all=True)
