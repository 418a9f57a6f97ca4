"""The CMS: managers see all, an adviser their own and no other, everyone else nothing (S2, S5 to S9, S12)."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, reverse

from golab.notifications import kinds as message_kinds
from golab.notifications.models import OutgoingMessage
from surgeries import actions, tokens
from surgeries.models import AvailabilityRule, Booking, Slot, SurgeryPolicy, SurgeryRequest
from tests.factories.accounts import UserFactory
from tests.factories.surgeries import (
    NOW,
    AdviserFactory,
    AnsweredFactory,
    BookingFactory,
    ExceptionFactory,
    QuestionFactory,
    RequestFactory,
    RuleFactory,
    SlotFactory,
    StageOptionFactory,
    TopicFactory,
    booked,
)
from tests.surgeries.staff import is_refused, rule_form

pytestmark = pytest.mark.usefixtures("db", "clock")
ROOMS = {
    "surgery_bookings": lambda adviser: BookingFactory(slot=SlotFactory(adviser=adviser)),
    "surgery_times": lambda adviser: SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=9)),
    "surgery_rules": lambda adviser: RuleFactory(adviser=adviser),
    "surgery_exceptions": lambda adviser: ExceptionFactory(adviser=adviser),
    "surgery_advisers": lambda adviser: adviser,
    "surgery_answered": lambda adviser: AnsweredFactory(written_by=adviser.user),
}
FOR_MANAGERS = {
    "surgery_requests": RequestFactory,
    "surgery_topics": TopicFactory,
    "surgery_stages": StageOptionFactory,
    "surgery_questions": QuestionFactory,
}


def addresses_of(room: str, pk: int) -> dict[str, str]:
    """Every screen of a room about one row."""
    names = [
        "edit",
        "delete",
        "history",
        "usage",
        "inspect",
        "cancel",
        "outcome",
        "send_link",
        "replace_link",
        "withdraw",
    ]
    names += ["accept", "decline", "move", "new_feed", "booked", "approve", "publish"]
    found = {}
    for name in names:
        with suppress(NoReverseMatch):  # not every room has every screen
            found[name] = reverse(f"{room}:{name}", args=[pk])
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_s5_adviser_sees_their_own_and_no_other_anywhere(client, adviser, room):
    own, other = ROOMS[room](adviser), ROOMS[room](AdviserFactory())
    for name in ("index", "index_results"):
        rows = client.get(reverse(f"{room}:{name}")).context["object_list"]
        assert [row.pk for row in rows] == [own.pk], name
    for name, address in addresses_of(room, other.pk).items():
        assert is_refused(client.get(address)), name
        assert is_refused(client.post(address, {"reason": "Mine", "attended": "no"})), name
    opened = {name for name, address in addresses_of(room, own.pk).items() if client.get(address).status_code == 200}
    expected = {
        "surgery_bookings": {"inspect", "cancel", "outcome", "accept", "decline", "move"},
        "surgery_times": {"inspect", "withdraw"},
        "surgery_rules": {"edit", "history", "usage"},
        "surgery_exceptions": {"edit", "history", "usage", "booked"},
        "surgery_answered": {"edit", "history", "usage", "inspect"},
        "surgery_advisers": {"inspect", "new_feed"},
    }
    assert opened == expected[room]


@pytest.mark.parametrize("room", ["surgery_bookings", "surgery_times"])
def test_list_costs_the_same_however_long_it_is(manager, room, django_assert_max_num_queries):
    counts = []
    manager.get(reverse("wagtailadmin_home"))  # what every page of the CMS says about messages is kept for a while
    for _ in range(2):
        for _ in range(4):
            BookingFactory()
        with django_assert_max_num_queries(40) as seen:
            manager.get(reverse(f"{room}:index"))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_s5_export_holds_only_what_is_the_advisers(client, adviser):
    own, other = ROOMS["surgery_bookings"](adviser), ROOMS["surgery_bookings"](AdviserFactory())
    export = client.get(reverse("surgery_bookings:index") + "?export=csv")
    text = b"".join(export).decode() if export.streaming else export.content.decode()
    assert own.reference in text
    assert other.reference not in text


def test_adviser_chooses_no_one_but_themselves_for_a_rule(client, adviser):
    other = AdviserFactory()
    add = reverse("surgery_rules:add")
    assert other.public_name not in client.get(add).content.decode()
    assert client.post(add, rule_form(other)).status_code == 200
    assert not AvailabilityRule.objects.exists()
    client.post(add, rule_form(adviser))
    assert AvailabilityRule.objects.get().adviser == adviser
    assert Slot.objects.filter(adviser=adviser).count() == 16, "the times are there at once"


def test_adviser_reads_messages_about_their_own_bookings_only(adviser, users):
    own = booked(slot=SlotFactory(adviser=adviser))
    other = booked(email="kim@example.gov.uk")
    for booking, expected in ((own, True), (other, False)):
        message = OutgoingMessage.objects.filter(subject_uuid=booking.uuid).first()
        assert message_kinds.of(message).may_view(adviser.user, message) is expected
    assert not message_kinds.of(message).may_view(users["Editor"], message)
    assert message_kinds.of(message).may_view(users["Surgery manager"], message)


def test_s6_nobody_else_opens_any_screen(client, users):
    """Rights only add up: what someone with all other roles at once may not open, none of these roles opens."""
    roles = ["Editor", "Publisher", "Data steward", "Event manager", "Moderator"]
    groups = Group.objects.filter(name__in=roles)
    assert len(groups) == len(roles)
    everyone_else = UserFactory()
    everyone_else.groups.set(groups)
    client.force_login(everyone_else)
    for room, make in {**ROOMS, **FOR_MANAGERS}.items():
        row = make(AdviserFactory()) if room in ROOMS else make()
        for name, address in {"index": reverse(f"{room}:index"), **addresses_of(room, row.pk)}.items():
            assert is_refused(client.get(address)), (room, name)


@pytest.mark.parametrize("room", [*ROOMS, *FOR_MANAGERS])
def test_manager_opens_every_room(manager, room):
    row = ROOMS[room](AdviserFactory()) if room in ROOMS else FOR_MANAGERS[room]()
    assert manager.get(reverse(f"{room}:index")).status_code == 200
    opened = {name for name, address in addresses_of(room, row.pk).items() if manager.get(address).status_code == 200}
    assert opened & {"inspect", "edit"}
    assert "delete" not in opened or room in ("surgery_rules", "surgery_exceptions")


def test_s4_adviser_requests_and_bookings_cannot_be_deleted(client, users):
    client.force_login(users["Administrator"])
    booking, request = BookingFactory(), RequestFactory()
    client.post(reverse("surgery_bookings:delete", args=[booking.pk]))
    client.post(reverse("surgery_advisers:delete", args=[booking.adviser.pk]))
    client.post(reverse("surgery_requests:delete", args=[request.pk]))
    assert (Booking.objects.count(), SurgeryRequest.objects.count()) == (1, 1)


def test_manager_cancels_with_a_reason_and_sees_what_happened(manager):
    booking = booked()
    cancel = reverse("surgery_bookings:cancel", args=[booking.pk])
    assert "Say why" in manager.post(cancel, {"reason": ""}).content.decode()
    assert Booking.objects.get().is_confirmed
    page = manager.post(cancel, {"reason": "The adviser is ill"}, follow=True).content.decode()
    cancelled = Booking.objects.get()
    assert (cancelled.cancelled_by, cancelled.cancel_reason) == ("staff", "The adviser is ill")
    for text in ("The booking is cancelled", "Surgery cancelled by us", "Surgery booked", booking.question):
        assert text in page
    page = manager.post(cancel, {"reason": "Again"}, follow=True).content.decode()
    assert "has changed since you opened the page" in page


def test_s7_outcome_is_recorded_once_it_has_started(client, adviser, clock):
    booking = booked(slot=SlotFactory(adviser=adviser))
    outcome = reverse("surgery_bookings:outcome", args=[booking.pk])
    page = client.post(outcome, {"attended": "no", "remark": ""}, follow=True).content.decode()
    assert "has not started yet" in page
    clock.move_to(booking.slot.ends_at)
    assert client.post(outcome, {"remark": ""}).status_code == 200, "neither answer is chosen beforehand"
    client.force_login(adviser.user)
    client.post(outcome, {"attended": "yes", "remark": "Pointed to the rate cards"})
    assert (Booking.objects.get().status, Booking.objects.get().outcome_note) == (
        "attended",
        "Pointed to the rate cards",
    )


def test_withdrawing_asks_says_who_is_affected_and_tells_them(manager):
    booking = booked()
    withdraw = reverse("surgery_times:withdraw", args=[booking.slot_id])
    assert withdraw in manager.get(reverse("surgery_times:index")).content.decode()
    assert "Harbour City Council has booked it" in manager.get(withdraw).content.decode()
    assert Booking.objects.get().is_live
    manager.post(withdraw, {"reason": "Ill"})
    assert Slot.objects.get().is_withdrawn
    assert OutgoingMessage.objects.filter(kind="booking_cancelled_by_staff").exists()


def test_replaced_link_is_the_managers(client, adviser, users):
    booking = booked(slot=SlotFactory(adviser=adviser))
    replace = reverse("surgery_bookings:replace_link", args=[booking.pk])
    assert is_refused(client.post(replace))
    client.force_login(users["Surgery manager"])
    client.post(replace)
    assert Booking.objects.get().token_version == 2


def test_link_is_sent_again_to_who_has_lost_it(client, adviser, users):
    booking = booked(slot=SlotFactory(adviser=adviser))
    send = reverse("surgery_bookings:send_link", args=[booking.pk])
    assert is_refused(client.post(send))
    client.force_login(users["Surgery manager"])
    assert send in client.get(reverse("surgery_bookings:inspect", args=[booking.pk])).text
    assert "Send the link again" in client.get(send).text
    for _ in range(2):
        client.post(send)
    told = OutgoingMessage.objects.get(kind="booking_links")
    assert told.to_email == booking.contact.email_norm
    assert tokens.token_of(Booking.objects.get()) in told.body_text, "the same link"


def test_messages_of_a_booking_lead_to_the_outbox(client, users):
    booking = booked()
    client.force_login(users["Administrator"])
    page = client.get(reverse("surgery_bookings:inspect", args=[booking.pk])).text
    for row in OutgoingMessage.objects.filter(subject_uuid=booking.uuid):
        assert reverse("messages:inspect", args=[row.pk]) in page


def test_manager_sets_the_rules_and_marks_a_request(manager):
    request = RequestFactory()
    manager.post(reverse("surgery_requests:edit", args=[request.pk]), {"status": "contacted"})
    assert SurgeryRequest.objects.get().status == "contacted"
    SurgeryPolicy.load()
    page = manager.get(reverse("wagtailsettings:edit", args=["surgeries", "surgerypolicy"]), follow=True)
    assert page.status_code == 200


def test_anonymised_booking_says_so(manager):
    booking = booked()
    actions.cancel(booking=booking, reason="", by=None, now=NOW)
    booking.forget(now=NOW)
    page = manager.get(reverse("surgery_bookings:inspect", args=[booking.pk])).content.decode()
    assert "Personal details were removed on 9 November 2026" in page
    assert "zoe@" not in page.split("Messages")[0]
