"""Calendar entries, read by two programs that have nothing in common (E4), and what becomes of mail (E8, E12)."""

from datetime import UTC, timedelta
from email.utils import parseaddr

import icalendar
import pytest
import vobject
from django.conf import settings
from django.test import Client
from django.urls import reverse

from golab.accounts.models import Contact
from golab.notifications.delivery import deliver_due
from golab.notifications.models import OutgoingMessage, Suppression
from surgeries import actions, tokens
from surgeries.models import AdviserProfile, Booking
from surgeries.telling import reminders
from surgeries.telling.feeds import feed_url
from surgeries.wording import LONDON
from tests.factories.accounts import UserFactory
from tests.factories.surgeries import NOW, DraftFactory, SlotFactory, booked
from tests.surgeries.told import messages_of
from tests.surgeries.visits import client_with, submit, url

pytestmark = pytest.mark.usefixtures("db", "clock")
NAME, QUESTION = "Zoë O'Brien, “Ada” مها 👩🏽‍💼; x", "A floor; above, a \\ceiling"


def by_icalendar(text: str) -> dict:
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    person = event.get("attendee")
    return {
        "method": str(calendar["method"]), "uid": str(event["uid"]), "sequence": int(event["sequence"]),
        "status": str(event["status"]), "starts": event.decoded("dtstart"), "ends": event.decoded("dtend"),
        "summary": str(event["summary"]), "description": str(event.get("description", "")),
        "organizer": str(event.get("organizer", "")), "attendee": str(person or ""),
        "name": str(person.params["CN"]) if person else "",
    }  # fmt: skip


def by_vobject(text: str) -> dict:
    calendar = vobject.readOne(text, validate=True)
    (event,) = calendar.vevent_list
    person = getattr(event, "attendee", None)
    return {
        "method": calendar.method.value, "uid": event.uid.value, "sequence": int(event.sequence.value),
        "status": event.status.value, "starts": event.dtstart.value.astimezone(UTC),
        "ends": event.dtend.value.astimezone(UTC), "summary": event.summary.value,
        "description": event.description.value if hasattr(event, "description") else "",
        "organizer": event.organizer.value if hasattr(event, "organizer") else "",
        "attendee": person.value if person else "", "name": person.params["CN"][0] if person else "",
    }  # fmt: skip


def test_e4_two_programs_read_the_same_in_every_entry_of_a_bookings_life(client):
    summer = SlotFactory(starts_at=NOW.replace(month=12, hour=10), formats=["video", "phone"])
    AdviserProfile.objects.update(public_name=NAME, bio_line=QUESTION)
    booking = booked(slot=summer, name=NAME, question=QUESTION, extra_attendees=[{"name": "Kim", "email": "k@x.org"}])
    booking = actions.move(booking=booking, to_uuid=SlotFactory().uuid, by=None, now=NOW)
    file = b"".join(client.get(url("manage-calendar", tokens.token_of(booking))))
    booking = actions.cancel(booking=booking, reason="", by=None, now=NOW)
    told = [row for row in messages_of(booking) if row.ics_text]
    assert len(told) >= 9, "three people, three changes"
    for text in [row.ics_text for row in told] + [file.decode()]:
        raw = text.encode()
        assert raw.count(b"\n") == raw.count(b"\r\n")
        assert max(map(len, raw.split(b"\r\n"))) <= 75
        assert b"VTIMEZONE" not in raw
        assert b"TZID" not in raw
        first = by_icalendar(text)
        assert first == by_vobject(text)
        assert first["uid"] == f"surgery-{booking.uuid}@golab.bsg.ox.ac.uk"
        assert first["starts"].tzinfo is not None
    published = by_icalendar(file.decode())
    assert (published["method"], published["organizer"], published["attendee"]) == ("PUBLISH", "", "")
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    for row in told:
        entry = by_icalendar(row.ics_text)
        assert (entry["organizer"], entry["attendee"]) == (f"mailto:{sender}", f"mailto:{row.to_email}")
        assert entry["method"] == row.ics_method
    mine = [by_icalendar(row.ics_text) for row in told if row.audience == "booker"]
    assert [(one["sequence"], one["method"]) for one in sorted(mine, key=lambda one: one["sequence"])] == [
        (0, "REQUEST"), (1, "REQUEST"), (2, "CANCEL"),
    ]  # fmt: skip
    assert {one["name"] for one in mine} == {NAME}


def test_e4_feed_of_an_adviser_is_read_alike(client):
    slot = SlotFactory(starts_at=NOW.replace(month=12, hour=10))
    AdviserProfile.objects.update(calendar_delivery="feed")
    booked(slot=slot, organisation="Zoë, “Harbour”; City")
    text = client.get("/" + feed_url(slot.adviser).split("/", 3)[3]).content.decode()
    assert by_icalendar(text) == by_vobject(text)
    assert by_icalendar(text)["starts"].astimezone(LONDON).hour == 10


def test_e8_who_wants_no_reminders_is_told_so_and_gets_the_rest():
    Suppression.objects.add_address(email="Zoe@example.gov.uk", scope="reminders", source="Asked", now=NOW)
    draft, other = DraftFactory(email="zoe@example.gov.uk"), DraftFactory()
    client, stranger = client_with(draft), client_with(other)
    page = client.get(submit(client, draft)["Location"]).content.decode()
    assert "You get no reminders." in page
    assert "You get no reminders." not in stranger.get(submit(stranger, other)["Location"]).content.decode()
    told = OutgoingMessage.objects.get(kind="booking_confirmed", to_email="zoe@example.gov.uk")
    booking = Booking.objects.with_everything().get(uuid=told.subject_uuid)
    assert "You get no reminders." in Client().get(url("manage", tokens.token_of(booking))).content.decode()
    tomorrow = booking.slot.starts_at - timedelta(hours=23)
    reminders.send_reminders(now=tomorrow)
    deliver_due(clock=lambda: tomorrow)
    told.refresh_from_db()
    rows = OutgoingMessage.objects.filter(to_email="zoe@example.gov.uk", kind__startswith="booking_reminder")
    assert {row.status for row in rows} == {"suppressed"}
    assert told.status == "sent"


def test_e12_confirmation_that_came_back_is_shown_and_asks_staff_to_call(client):
    booking, fine = booked(), booked(email="kim@example.gov.uk", format="phone", phone="01865 000000", slot=SlotFactory(
        formats=["phone"]))  # fmt: skip
    client.force_login(UserFactory(role="Surgery manager"))
    inspect, today = reverse("surgery_bookings:inspect", args=[booking.pk]), reverse("surgery_diary:index")
    for page in (inspect, today):
        assert "came back" not in client.get(page).content.decode()
    Contact.objects.update(email_bounced_at=NOW)
    page = client.get(inspect).content.decode()
    assert "Mail to zoe@example.gov.uk came back" in page
    assert "Find the telephone number of Harbour City Council" in page
    assert "Call Zoë O&#x27;Brien on 01865 000000" in client.get(
        reverse("surgery_bookings:inspect", args=[fine.pk])
    ).content.decode()  # fmt: skip
    page = client.get(today).content.decode()
    assert page.count("Harbour City Council") == 2
    assert "Mail to these came back: call them" in page
