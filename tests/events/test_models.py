"""What the database refuses, what the CMS says about it, and what an event knows of itself."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import EventPage
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOW, EventMaterialFactory, EventPageFactory, EventSpeakerFactory
from tests.factories.pages import publish

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("event_has_both_times_or_none", {"ends_at": None}),
        ("event_has_both_times_or_none", {"starts_at": None, "date_note": "Unknown."}),
        ("event_ends_after_it_starts", {"ends_at": NOW + timedelta(days=10)}),
        ("event_without_dates_says_why", {"starts_at": None, "ends_at": None}),
        (
            "event_without_dates_asks_nobody_to_come",
            {"starts_at": None, "ends_at": None, "date_note": "Unknown.", "join_url": "https://example.org/join"},
        ),
        (
            "event_without_dates_asks_nobody_to_come",
            {"starts_at": None, "ends_at": None, "date_note": "Unknown.", "status": "postponed"},
        ),
        ("event_with_dates_is_sorted_by_them", {"sort_date": None}),
        ("event_registration_has_an_address_if_elsewhere", {"registration": "external"}),
        ("event_registration_has_an_address_if_elsewhere", {"registration_url": "https://example.org/register"}),
    ],
)
def test_database_refuses_an_event_that_contradicts_itself(constraint, changes):
    event = EventPageFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        EventPage.objects.filter(pk=event.pk).update(**changes)


def test_past_event_may_lack_its_dates_and_keeps_none():
    event = EventPageFactory(is_undated=True)
    assert (event.starts_at, event.ends_at, event.sort_date) == (None, None, None)
    assert event.is_over
    assert event.when == "2019. The day is not given in the source."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_at": NOW}, "The end must be later than the start."),
        ({"starts_at": None, "ends_at": None}, "Give start and end."),
        (
            {"starts_at": None, "ends_at": None, "date_note": "Soon.", "sort_date": date(2027, 1, 1)},
            "Only past events may lack dates",
        ),
        ({"is_all_day": True}, "Start at midnight and end at the midnight after the last day."),
        ({"time_zone": "Oxford"}, "Oxford is not a time zone."),
        ({"registration": "external"}, "needs its address"),
        ({"slug": "calendar"}, "has a meaning of its own in addresses"),
    ],
)
def test_form_explains_what_is_wrong(changes, words):
    event = EventPageFactory(live=True)
    for name, value in changes.items():
        setattr(event, name, value)
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("events_eventspeaker_has_one_name", {"name": ""}),
        ("events_eventspeaker_has_one_name", {"person": "somebody"}),
    ],
)
def test_speaker_is_a_profile_or_a_name(constraint, changes):
    speaker = EventSpeakerFactory()
    for name, value in changes.items():
        setattr(speaker, name, PersonFactory() if name == "person" else value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        speaker.save()


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("event_material_is_in_one_place", {"url": ""}),
        ("event_recording_can_be_followed_by_all", {"kind": "recording"}),
    ],
)
def test_v17_database_refuses_material_that_nobody_could_use(constraint, changes):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        EventMaterialFactory(**changes)


@pytest.mark.parametrize("changes", [{"has_captions": True}, {"transcript_url": "https://example.org/transcript"}])
def test_recording_with_captions_or_transcript_is_taken(changes):
    assert EventMaterialFactory(kind="recording", **changes).pk


@pytest.mark.parametrize(
    ("starts", "ends", "is_all_day", "words"),
    [
        ((2026, 12, 3, 10), (2026, 12, 3, 15, 30), False, "Thursday 3 December 2026, 10am to 3:30pm (UK time)"),
        ((2026, 7, 1, 12), (2026, 7, 1, 13), False, "Wednesday 1 July 2026, 12pm to 1pm (UK time)"),
        (
            (2026, 12, 3, 18), (2026, 12, 4, 0, 30), False,
            "Thursday 3 December 2026, 6pm, to Friday 4 December 2026, 12:30am (UK time)",
        ),
        ((2016, 7, 4), (2016, 7, 5), True, "Monday 4 July 2016"),
        ((2023, 9, 14), (2023, 9, 16), True, "Thursday 14 and Friday 15 September 2023"),
        ((2022, 9, 5), (2022, 9, 10), True, "Monday 5 to Friday 9 September 2022"),
        ((2020, 9, 30), (2020, 10, 2), True, "Wednesday 30 September and Thursday 1 October 2020"),
        ((2020, 12, 31), (2021, 1, 3), True, "Thursday 31 December 2020 to Saturday 2 January 2021"),
    ],
)  # fmt: skip
def test_when_in_words(starts, ends, is_all_day, words):
    event = EventPage(
        starts_at=datetime(*starts, tzinfo=LONDON), ends_at=datetime(*ends, tzinfo=LONDON), is_all_day=is_all_day
    )
    assert event.when == words


def test_times_are_those_of_the_place():
    event = EventPage(
        starts_at=datetime(2026, 12, 3, 10, tzinfo=UTC), ends_at=datetime(2026, 12, 3, 11, tzinfo=UTC),
        time_zone="America/New_York",
    )  # fmt: skip
    assert event.when == "Thursday 3 December 2026, 5am to 6am (New York time)"


@pytest.mark.parametrize(
    ("moment", "state", "is_over"),
    [
        (timedelta(days=9), "Coming up", False),
        (timedelta(days=10), "On now", False),
        (timedelta(days=10, hours=1, minutes=59), "On now", False),
        (timedelta(days=10, hours=2), "Past event", True),
    ],
)
def test_t9_ongoing_is_not_past(clock, moment, state, is_over):
    event = EventPageFactory()
    clock.move_to(NOW + moment)
    assert (event.state, event.is_over) == (state, is_over)
    assert EventPage.objects.upcoming(now=NOW + moment).exists() is not is_over
    assert EventPage.objects.for_list(now=NOW + moment).get().part == ("past" if is_over else "upcoming")


@pytest.mark.parametrize("length", [timedelta(hours=5), timedelta(days=2)])
def test_t9_event_over_midnight_is_on_now_until_it_ends(clock, length):
    starts = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    event = EventPageFactory(starts_at=starts, ends_at=starts + length)
    clock.move_to(starts + length / 2)
    assert clock_says(event) == ("On now", "upcoming")
    clock.move_to(starts + length)
    assert clock_says(event) == ("Past event", "past")


def clock_says(event: EventPage) -> tuple[str, str]:
    """The state on the page, and the part of the list."""
    return event.state, EventPage.objects.for_list(now=timezone.now()).get().part


def test_calendar_sequence_grows_with_what_calendars_show():
    event = EventPageFactory()
    assert event.calendar_sequence == 0
    event = publish(event, search_description="Other words")
    assert event.calendar_sequence == 0
    first = event.latest_revision
    event = publish(event, venue="Online")
    event = publish(event, starts_at=event.starts_at + timedelta(minutes=15))
    assert event.calendar_sequence == 2
    first.publish(log_action=False)  # an old version comes back: for calendars that is news too
    event = EventPage.objects.get(pk=event.pk)
    assert (event.venue, event.calendar_sequence) == ("Blavatnik School of Government, Oxford", 3)


def test_draft_tells_calendars_nothing():
    event = EventPageFactory()
    event.venue = "Elsewhere"
    event.save_revision(log_action=False)
    assert EventPage.objects.get(pk=event.pk).calendar_sequence == 0
