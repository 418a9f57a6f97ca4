"""What readers can search, filter and sort events by."""

from collections.abc import Sequence

from django.db.models import F

from events.models.event import EventPage
from events.querysets import PARTS, EventQuerySet
from golab.pages.finder.facets import choice_facet, term_facet
from golab.pages.finder.finder import Finder, Sort

BY_TIME = "time"


def events_finder(years: Sequence[int]) -> Finder:
    """The finder of a hub that has events of these years. It finds in `EventQuerySet.for_list`."""
    latest_first = F("sort_date").desc(nulls_last=True)
    return Finder(
        noun="event",
        nouns="events",
        facets=(
            choice_facet("when", "When", "part", PARTS),
            term_facet("theme", "Theme", "topics", "topic", hides_empty=True),
            choice_facet("year", "Year", "sort_date__year", [(str(year), str(year)) for year in years]),
            choice_facet("type", "How people attend", "attendance", EventPage.Attendance.choices),
            term_facet("stage", "Journey stage", "stages", "stage"),
            term_facet("area", "Policy area", "policy_areas", "area", hides_empty=True),
        ),
        sorts=(
            # What comes, the next first; then what is over, the latest first, and last what has not even a year.
            Sort(BY_TIME, "Coming up, then latest", (F("next_at").asc(nulls_last=True), latest_first, "title", "pk")),
            Sort("oldest", "Oldest first", (F("sort_date").asc(nulls_last=True), "starts_at", "title", "pk")),
            Sort("title", "Title", ("title", "pk")),
        ),
        matching=EventQuerySet.matching,
        near=EventQuerySet.near,
        page_size=25,
    )
