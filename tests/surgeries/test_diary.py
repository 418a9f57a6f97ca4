"""The diary of staff: today, the week, booking for someone, the report, and an adviser's feed (S5, S10, E10)."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from golab.notifications.models import OutgoingMessage
from surgeries import actions, decisions
from surgeries.models import AdviserProfile, Booking, Slot, StageOption, SurgeryRequest, SurgeryTopic
from surgeries.staff import diary, reports
from surgeries.telling import feeds
from tests.factories.surgeries import (
    NOW,
    AdviserFactory,
    BookingFactory,
    RequestFactory,
    SlotFactory,
    StageOptionFactory,
    TopicFactory,
    booked,
)
from tests.surgeries.staff import is_refused
from tests.surgeries.told import set_rules

pytestmark = pytest.mark.usefixtures("db", "clock")
SCREENS = ("index", "week", "report", "book", "cancel_day")


def screen(name: str) -> str:
    return reverse(f"surgery_diary:{name}")


def test_s5_diary_shows_an_adviser_their_own_and_no_report(client, adviser):
    today = NOW + timedelta(hours=2)
    own = BookingFactory(slot=SlotFactory(adviser=adviser, starts_at=today), organisation="Own Council")
    BookingFactory(slot=SlotFactory(starts_at=today), organisation="Other Council")
    RequestFactory()
    for name in ("index", "week"):
        page = client.get(screen(name)).content.decode()
        assert "Own Council" in page
        assert "Other Council" not in page
    assert is_refused(client.get(screen("report")))
    other = Slot.objects.exclude(adviser=adviser).get()
    offered = client.get(screen("book") + f"?slot={other.pk}&request=1").content.decode()
    assert str(other.adviser) not in offered
    day = {"adviser": other.adviser_id, "day": f"{today:%Y-%m-%d}", "reason": "Mine"}
    assert client.post(screen("cancel_day"), day).status_code == 200
    assert not Booking.objects.filter(status="cancelled").exists()
    client.post(screen("cancel_day"), {**day, "adviser": adviser.pk})
    assert Booking.objects.get(status="cancelled") == own


def test_s6_diary_is_closed_to_others(client, users):
    client.force_login(users["Editor"])
    assert all(is_refused(client.get(screen(name))) for name in SCREENS)


@pytest.mark.parametrize("count", [0, 1, 80])
def test_s10_week_is_a_table_of_the_same_cost_however_full(manager, count, django_assert_max_num_queries):
    adviser_ = AdviserFactory()
    for number in range(count):
        slot = SlotFactory(adviser=adviser_, starts_at=NOW + timedelta(hours=number))
        if number % 2 == 0:
            BookingFactory(slot=slot, contact=None, created_via="staff", topic=TopicFactory() if not number else
                           SurgeryTopic.objects.first(), journey_stage=StageOption.objects.first() or
                           StageOptionFactory())  # fmt: skip
    with django_assert_max_num_queries(22):
        page = (
            manager.get(screen("week")).content.decode().partition("Surgeries in the week")[2].partition("</table>")[0]
        )
    assert page.count('<th scope="rowgroup" colspan="3">') in (5, 6, 7)
    assert page.count('<th scope="row">') == min(count, 80)
    assert ("Confirmed" in page, "Open" in page) == (count > 0, count > 1)
    manager.get(screen("week") + "?week=nonsense&adviser=nobody")


def test_week_says_each_state_in_words_and_keeps_weekends_only_when_used():
    monday = NOW.replace(hour=9)
    SlotFactory(starts_at=monday, status="withdrawn", withdrawn_reason="Ill")
    SlotFactory(starts_at=monday + timedelta(days=5))
    BookingFactory(slot=SlotFactory(starts_at=monday + timedelta(days=1)), status="no_show")
    week = diary.week_of((NOW + timedelta(days=2)).date(), Slot.objects.all())
    assert [day.name for day in week.days][-1] == "Saturday 14 November"
    assert [entry.state for day in week.days for entry in day.entries] == ["Withdrawn", "Nobody came", "Open"]
    assert [day.count for day in week.days[:3]] == ["0 booked, 0 open", "1 booked, 0 open", "nothing"]
    assert diary.today(NOW, Slot.objects.all()).entries == []


def test_today_lists_what_waits_for_staff(manager, clock):
    set_rules(needs_approval=True)
    waiting = booked()
    over = BookingFactory(slot=SlotFactory(starts_at=NOW - timedelta(days=1)))
    RequestFactory()
    page = manager.get(screen("index")).content.decode()
    assert reverse("surgery_bookings:outcome", args=[over.pk]) in page
    assert reverse("surgery_bookings:inspect", args=[waiting.pk]) in page
    assert "Requests where no time suited: 1" in page
    accept = reverse("surgery_bookings:accept", args=[waiting.pk])
    assert accept in manager.get(reverse("surgery_bookings:inspect", args=[waiting.pk])).content.decode()
    manager.get(accept)
    assert Booking.objects.get(pk=waiting.pk).is_requested, "looking decides nothing"
    assert "The confirmation is on its way" in manager.post(accept, follow=True).content.decode()
    assert "already confirmed" in manager.post(accept, follow=True).content.decode()


def test_staff_answer_a_request_with_a_booking(manager):
    asked, slot = RequestFactory(), SlotFactory(starts_at=NOW + timedelta(hours=4))
    inspect = manager.get(reverse("surgery_requests:inspect", args=[asked.pk])).content.decode()
    address = f"{screen('book')}?request={asked.pk}"
    assert address in inspect
    page = manager.get(address)
    initial = page.context["form"].initial
    assert (initial["email"], initial["question"]) == (asked.contact.email_norm, asked.question)
    form = {
        "slot": slot.pk, "format": "phone", "name": asked.name, "email": initial["email"], "organisation": "Harbour",
        "org_type": "nhs", "role": "", "phone": "", "topic": asked.topic_id, "journey_stage": asked.journey_stage_id,
        "question": asked.question, "submission_key": initial["submission_key"],
    }  # fmt: skip
    page = manager.post(address, form).content.decode()
    assert "This time is offered only so: Online" in page
    assert "Enter the number to call" in page
    for _ in range(2):  # pressed twice
        manager.post(address, {**form, "format": "video"})
    booking = Booking.objects.get()
    assert (booking.created_via, booking.contact, booking.slot) == ("staff", asked.contact, slot)
    assert SurgeryRequest.objects.get().status == "closed"
    assert OutgoingMessage.objects.filter(kind="booking_confirmed").count() == 1


def test_staff_move_a_booking_with_a_reason(manager):
    booking, taken, target = booked(), booked(email="kim@example.gov.uk"), SlotFactory()
    move = reverse("surgery_bookings:move", args=[booking.pk])
    assert "Someone has just booked" in manager.post(move, {"slot": taken.slot_id, "reason": "Ill"}).content.decode()
    manager.post(move, {"slot": target.pk, "reason": "The adviser is ill"})
    assert (Booking.objects.get(pk=booking.pk).slot, Booking.objects.get(pk=booking.pk).sequence) == (target, 1)
    told = OutgoingMessage.objects.get(kind="booking_moved")
    assert "Why we moved it: The adviser is ill" in told.body_text


def test_outcome_offers_the_pages_of_the_site_to_choose_from(manager, clock):
    booking = booked(topic=TopicFactory(reading=["/surgeries/", "/gone/"]))
    clock.move_to(booking.slot.ends_at)
    outcome = reverse("surgery_bookings:outcome", args=[booking.pk])
    page = manager.get(outcome).content.decode()
    proposed = r'<option value="/surgeries/" selected>Advice surgeries\s*</?(?:opt|select)'  # and nothing after it
    assert re.search(proposed, page), "what the topic has is proposed"
    page = manager.post(outcome, {"attended": "yes", "page_1": "/no-such-page/"}).content.decode()
    assert "This page is no longer public" in page
    manager.post(outcome, {"attended": "yes", "page_1": "/surgeries/", "page_2": "", "page_3": "/surgeries/"})
    assert Booking.objects.get().suggested_pages == ["/surgeries/"]
    page = manager.get(reverse("surgery_bookings:inspect", args=[booking.pk])).content.decode()
    assert "Pages for the follow-up" in page


def test_report_counts_what_was_and_what_was_asked_for_in_vain(manager, django_assert_max_num_queries):
    topic, stage = TopicFactory(label="Pricing"), StageOptionFactory(label="Designing")
    for days, status in [(40, "attended"), (39, "attended"), (20, "no_show"), (19, "cancelled")]:
        slot = SlotFactory(starts_at=NOW - timedelta(days=days))
        made = slot.starts_at - timedelta(days=10)
        BookingFactory(slot=slot, status=status, topic=topic, journey_stage=stage, created_at=made,
                       cancelled_by="staff" if status == "cancelled" else "")  # fmt: skip
    RequestFactory.create_batch(2, topic=topic, created_at=NOW - timedelta(days=3))
    since = (NOW - timedelta(days=60)).date()
    with django_assert_max_num_queries(10):
        found = reports.report(since, NOW.date(), now=NOW)
    assert (found.fill_rate, found.attendance_rate, found.lead_days) == (75, 67, 10)
    by_topic, by_stage, by_month = (table.lines for table in found.tables)
    assert [(line.label, line.booked, line.missed, line.cancelled) for line in by_topic] == [("Pricing", 3, 1, 1)]
    assert [line.label for line in by_stage] == ["Designing"]
    assert [(line.label, line.booked, line.attended) for line in by_month] == [
        ("September 2026", 1, 1),
        ("October 2026", 2, 1),
    ]
    assert found.unmet == [("Pricing", 2)]
    page = manager.get(screen("report") + f"?since={since}").content.decode()
    assert "75%" in page
    empty = manager.get(screen("report") + "?since=2020-01-31&until=2020-01-01").content.decode()
    assert "None in this period" in empty


def feed_of(client, who: AdviserProfile):
    return client.get(feeds.feed_url(who).split("/", 3)[-1].join(["/", ""]))


def test_e10_feed_names_nobody_and_ends_with_its_token(client, users):
    who = AdviserFactory(calendar_delivery="feed")
    booking = booked(slot=SlotFactory(adviser=who, starts_at=NOW + timedelta(days=8)))
    gone = booked(slot=SlotFactory(adviser=who, starts_at=NOW + timedelta(days=9)))
    actions.cancel(booking=gone, reason="", by=None, now=NOW)
    for days in (-31, 181):
        BookingFactory(slot=SlotFactory(adviser=who, starts_at=NOW + timedelta(days=days)))
    BookingFactory()
    response = feed_of(client, who)
    text = response.content.decode()
    events = Calendar.from_ical(text).events
    assert [(event["uid"].split("@")[0], event["status"]) for event in events] == [
        (f"surgery-{booking.uuid}", "CONFIRMED"), (f"surgery-{gone.uuid}", "CANCELLED"),
    ]  # fmt: skip
    assert "METHOD:PUBLISH" in text
    for secret in ("zoe@", booking.question, booking.name, "/surgeries/manage/"):
        assert secret not in text
    unchanged = client.get(response.wsgi_request.path, headers={"If-None-Match": response["ETag"]})
    assert unchanged.status_code == 304
    address = response.wsgi_request.path
    assert not OutgoingMessage.objects.filter(audience="adviser", ics_text__isnull=False).exists(), "E11"
    client.force_login(users["Surgery manager"])
    assert feeds.feed_url(who) in client.get(reverse("surgery_advisers:inspect", args=[who.pk])).content.decode()
    client.post(reverse("surgery_advisers:new_feed", args=[who.pk]))
    assert client.get(address).status_code == 404
    who.refresh_from_db()
    assert feed_of(client, who).status_code == 200
    AdviserProfile.objects.update(is_active=False)
    assert feed_of(client, who).status_code == client.get(address + "x").status_code == 404


def test_every_screen_of_the_diary_opens_for_a_manager(manager):
    assert {manager.get(screen(name)).status_code for name in SCREENS} == {200}


def test_forged_booking_by_staff_is_refused(manager):
    taken = booked()
    form = {"slot": taken.slot_id, "format": "video", "name": "A", "organisation": "B", "org_type": "nhs",
            "topic": taken.topic_id, "journey_stage": taken.journey_stage_id, "question": "C",
            "submission_key": uuid.uuid4()}  # fmt: skip
    assert "Someone has just booked this time" in manager.post(screen("book"), form).content.decode()
    with pytest.raises(Slot.DoesNotExist):
        Slot.objects.unbooked(after=NOW).get(pk=taken.slot_id)
    assert decisions.cancel_day(adviser=AdviserFactory(), day=NOW.date(), reason="", by=None, now=NOW) == (0, [])
