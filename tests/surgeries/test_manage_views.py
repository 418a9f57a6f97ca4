"""The private page of a booking: who has its link may change it, and nobody else (C, E and P cases)."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from golab.notifications.models import OutgoingMessage, Suppression
from surgeries import actions, tokens
from surgeries.booking import links
from surgeries.models import Booking
from tests.factories.surgeries import (
    NOW,
    SlotFactory,
    booked,
)
from tests.surgeries.visits import url

pytestmark = pytest.mark.usefixtures("db", "clock")


def test_manage_page_is_private_in_every_way(client):
    booking = booked()
    token = tokens.token_of(booking)
    for name in ("manage", "move", "cancel", "manage-question", "reminders"):
        response = client.get(url(name, token))
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == ("no-referrer" if name == "manage" else "same-origin")
    calendar = client.get(url("manage-calendar", token))
    assert b"METHOD:PUBLISH" in b"".join(calendar)


def test_c12_every_wrong_link_gets_the_same_answer(client):
    booking = booked()
    good = tokens.token_of(booking)
    wrong = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good[:-5],
        Signer(salt="another").sign(f"{booking.uuid}.1"),
        Signer(salt="surgeries.manage").sign(f"{uuid.uuid4()}.1"),
        Signer(salt="surgeries.manage").sign(f"{booking.uuid}.2"),
        Signer(salt="surgeries.manage").sign("nonsense"),
        "nonsense",
    ]
    pages = set()
    for token in wrong:
        response = client.get(url("manage", token))
        assert response.status_code == 404
        pages.add(response.content.decode().replace(token, "").split("<main")[1].split('name="q"')[0])
    assert len(pages) == 1


def test_c2_cancelling_needs_an_answer_that_nobody_chose_beforehand(client):
    booking = booked()
    address = url("cancel", tokens.token_of(booking))
    assert " checked" not in client.get(address).content.decode()
    assert "Choose yes or no" in client.post(address).content.decode()
    assert client.post(address, {"sure": "no"}).status_code == 302
    assert Booking.objects.get().is_confirmed
    client.post(address, {"sure": "yes", "reason": "time"})
    assert (Booking.objects.get().status, Booking.objects.get().cancel_reason) == (
        "cancelled",
        "The time does not suit me",
    )
    again = client.post(address, {"sure": "yes"})
    assert (again.status_code, "already been cancelled" in again.content.decode()) == (200, True)
    assert OutgoingMessage.objects.filter(kind="booking_cancelled_by_booker").count() == 1


def test_c5_c6_cancelled_or_started_bookings_stay_as_they_are(client, clock):
    booking = booked()
    token = tokens.token_of(booking)
    clock.move_to(booking.slot.starts_at + timedelta(minutes=1))
    page = client.post(url("cancel", token), {"sure": "yes"}).content.decode()
    assert "This session has started or is over" in page
    clock.move_to(NOW)
    actions.cancel(booking=booking, reason="", by=None, now=NOW)
    page = client.post(url("move", token), {"slot": SlotFactory().uuid, "sequence": 1}).content.decode()
    assert "cannot be moved" in page
    assert Booking.objects.get().is_cancelled


def test_move_and_change_of_question_by_the_link(client):
    booking, free, taken = booked(), SlotFactory(), booked(email="kim@example.gov.uk")
    token = tokens.token_of(booking)
    move = url("move", token)
    assert "Choose a time" in client.post(move, {"sequence": 0}).content.decode()
    assert "That time was just taken" in client.post(move, {"sequence": 0, "slot": taken.slot.uuid}).content.decode()
    assert "has changed since you opened" in client.post(move, {"sequence": 5, "slot": free.uuid}).content.decode()
    assert client.post(move, {"sequence": 0, "slot": free.uuid})["Location"] == url("manage", token)
    assert Booking.objects.get(pk=booking.pk).slot == free
    question = url("manage-question", token)
    assert "Tell us what you would like help with" in client.post(question, {"question": ""}).content.decode()
    client.post(question, {"question": "And the ceiling?"})
    assert "And the ceiling?" in client.get(url("manage", token)).content.decode()


def test_e7_reminders_stop_by_one_click_without_a_cookie():
    booking = booked()
    address = url("reminders", tokens.token_of(booking))
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address).status_code == 200
    assert not Suppression.objects.exists()
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Suppression.objects.get().scope == "reminders"


def outside(response, address: str) -> tuple:
    """What someone who asks can see: status, headers and bytes, without the token of the form and their own words."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    headers = {name: value for name, value in response.items() if name not in ("ETag", "X-Request-ID")}
    return response.status_code, body.replace(address, ""), tuple(sorted(headers.items()))


def asked(client, address: str) -> tuple[tuple, int]:
    with CaptureQueriesContext(connection) as queries:
        response = client.post(url("find"), {"email": address})
    return outside(response, address), len(queries)


def test_c16_p8_find_says_the_same_to_all_and_floods_nobody(client):
    booking = booked()
    known = [asked(client, "Zoe@example.gov.uk ") for _ in range(5)]
    unknown = asked(client, "nobody@example.org")
    assert {told for told, _ in [*known, unknown]} == {unknown[0]}
    sent = OutgoingMessage.objects.filter(kind="booking_links")
    assert not sent.exists(), "the page knows nothing of bookings"
    assert links.send_asked(now=NOW) == 4, "three a day to one address, and one to the other"
    assert links.send_asked(now=NOW) == 0
    assert sent.count() == 3
    assert tokens.token_of(booking) in sent.first().body_text


def test_c16_request_asks_the_database_the_same_for_known_and_unknown(client):
    booked()
    asked(client, "warm@example.org")
    known, unknown = asked(client, "zoe@example.gov.uk"), asked(client, "nobody@example.org")
    assert known == unknown
