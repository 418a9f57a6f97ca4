"""The CMS: rules, days away and times by hand (S2, S9)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from golab.notifications.models import OutgoingMessage
from surgeries.models import AvailabilityException, AvailabilityRule, Booking, Slot
from tests.factories.surgeries import NOW, AdviserFactory, SlotFactory, booked
from tests.surgeries.staff import rule_form

pytestmark = pytest.mark.usefixtures("db", "clock")


def test_manager_makes_changes_and_deletes_a_rule_and_the_times_follow(manager):
    adviser = AdviserFactory()
    manager.post(reverse("surgery_rules:add"), rule_form(adviser))
    rule = AvailabilityRule.objects.get()
    assert Slot.objects.standing().count() == 16
    taken = booked(slot=Slot.objects.soonest_first()[4])
    edit = reverse("surgery_rules:edit", args=[rule.pk])
    page = manager.post(edit, rule_form(adviser, weekday=2), follow=True).content.decode()
    assert "Booked, but no rule stands for it any more" in page
    assert Slot.objects.standing().count() == 17
    page = manager.post(edit, rule_form(adviser, end_local="10:30")).content.decode()
    assert "Not even one surgery of 45 minutes fits in" in page
    manager.post(reverse("surgery_rules:delete", args=[rule.pk]))
    assert list(Slot.objects.standing()) == [taken.slot]


def away(adviser, day, **changes) -> dict:
    form = {"kind": "closed", "adviser": adviser.pk, "starts_local_date": day, "ends_local_date": day,
            "start_local": "", "end_local": "", "note": ""}  # fmt: skip
    return {**form, **changes}


def test_s9_day_away_takes_the_free_times_and_asks_about_each_booked_one(manager):
    adviser = AdviserFactory()
    manager.post(reverse("surgery_rules:add"), rule_form(adviser, end_local="13:00"))
    slots = list(Slot.objects.soonest_first()[3:6])
    kept, gone = booked(slot=slots[0]), booked(slot=slots[1], email="kim@example.gov.uk")
    booked(email="other@example.gov.uk")
    response = manager.post(reverse("surgery_exceptions:add"), away(adviser, slots[0].starts_at.date()))
    page = manager.get(response["Location"])
    assert response["Location"] == reverse("surgery_exceptions:booked", args=[AvailabilityException.objects.get().pk])
    assert "1 times made" not in page.content.decode()
    assert "1 taken away" in page.content.decode()
    assert list(page.context["form"].fields["cancels"].queryset) == [kept, gone]
    assert " checked" not in page.content.decode(), "nobody is cancelled without a choice"
    assert "Say why" in manager.post(response["Location"], {"cancels": [gone.pk]}).content.decode()
    assert Booking.objects.live().count() == 3
    page = manager.post(response["Location"], {"cancels": [gone.pk], "reason": "Ill"}, follow=True).content.decode()
    assert "Cancelled: 1. Kept: 1." in page
    assert OutgoingMessage.objects.get(kind="booking_cancelled_by_staff").subject_uuid == gone.uuid
    assert Booking.objects.get(pk=kept.pk).is_confirmed


def test_s9_hours_away_ask_only_about_those_hours(manager):
    adviser = AdviserFactory()
    first, second = (SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=7, hours=hours)) for hours in (0, 2))
    booked(slot=first), booked(slot=second, email="kim@example.gov.uk")
    form = away(adviser, first.starts_at.date(), start_local="11:15", end_local="12:30")
    response = manager.post(reverse("surgery_exceptions:add"), form)
    assert response["Location"] == reverse("surgery_exceptions:index"), "10:30 to 11:15 and 12:30 to 13:15 are outside"
    form |= {"end_local": "12:31"}
    response = manager.post(reverse("surgery_exceptions:add"), form)
    asked = manager.get(response["Location"]).context["form"].fields["cancels"].queryset
    assert [one.slot for one in asked] == [second]


def test_s2_time_by_hand_that_overlaps_is_explained(manager):
    slot = SlotFactory()
    form = {"adviser": slot.adviser.pk, "starts_at": "2026-11-16 10:50", "minutes": 30, "formats": ["video"]}
    form["starts_at"] = f"{slot.starts_at + timedelta(minutes=20):%Y-%m-%d %H:%M}"
    page = manager.post(reverse("surgery_times:add"), form).content.decode()
    assert "already has a time that overlaps" in page
    form["starts_at"] = f"{slot.starts_at + timedelta(minutes=60):%Y-%m-%d %H:%M}"
    manager.post(reverse("surgery_times:add"), form)
    assert Slot.objects.get(origin="manual", starts_at__gt=slot.starts_at).minutes == 30
