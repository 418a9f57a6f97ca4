"""What people tell us stays where it belongs: not in logs, the queue or addresses, and never as markup (P3 to P5)."""

import io
import json
import logging
from datetime import timedelta
from unittest.mock import Mock

import pytest
import redis
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from golab.notifications import nudge
from golab.notifications.delivery import deliver_due
from golab.notifications.models import OutgoingMessage
from golab.ops import logs
from surgeries import actions, tokens
from surgeries.models import Booking
from surgeries.telling import feeds
from tests.factories.accounts import UserFactory
from tests.factories.surgeries import NOW, AdviserFactory, DraftFactory, RequestFactory, SlotFactory, booked
from tests.hostile import TOGETHER
from tests.surgeries.visits import client_with, submit, url
from tests.workers import broker  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("db")
TOLD = {
    "name": "Wilhelmina Quistgaard",
    "email": "wilhelmina@quistgaard.example.org",
    "organisation": "Quistgaard Borough Council",
    "question": "Our floor is above our quistgaard ceiling.",
    "phone": "01865 496 000",
    "access_needs": "Quistgaard captions",
}
SECRETS = ("quistgaard", "wilhelmina", "496 000", "496000")


@pytest.fixture
def log(request, monkeypatch):
    """Everything that is logged, as production writes it; `unscrubbed` as its parameter leaves the scrubber out."""
    if getattr(request, "param", "") == "unscrubbed":
        monkeypatch.setattr(logs, "scrub", lambda _logger, _method, event: event)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    formatter = logs._formatter(human=False)
    handler.setFormatter(formatter.pop("()")(**formatter))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def in_valkey(address: str) -> str:
    """All keys and values of a Valkey as one text."""
    client, found = redis.Redis.from_url(address), []
    read = {b"string": client.get, b"hash": client.hgetall, b"set": client.smembers}
    for key in client.scan_iter():
        kind = client.type(key)
        value = client.lrange(key, 0, -1) if kind == b"list" else read.get(kind, lambda _: "")(key)
        found.append(f"{key!r} {value!r}")
    return "\n".join(found)


def press_and_fail(monkeypatch) -> None:
    """A fault of ours at the last button, with the address in its words: what only the scrubber keeps from the log."""
    draft = DraftFactory(slot=SlotFactory(starts_at=NOW + timedelta(days=9)), email=TOLD["email"])
    client = client_with(draft)
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(actions, "book", Mock(side_effect=RuntimeError(f"cannot write to {TOLD['email']}")))
        assert submit(client, draft).status_code == 500


@pytest.mark.parametrize("log", ["unscrubbed"], indirect=True)
def test_p3_control_without_the_scrubber_the_log_names_who_met_a_fault(log, monkeypatch):
    with time_machine.travel(NOW, tick=False):
        press_and_fail(monkeypatch)
    assert TOLD["email"] in log.getvalue()


def test_p3_nobody_is_named_in_logs_the_queue_or_addresses(
    broker,  # noqa: F811
    log,
    settings,
    monkeypatch,
    django_capture_on_commit_callbacks,  # noqa: F811
):
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": broker.url}}
    monkeypatch.setattr(nudge, "_quiet_until", 0.0)
    addresses = []
    with time_machine.travel(NOW, tick=False) as clock, django_capture_on_commit_callbacks(execute=True):
        draft = DraftFactory(slot=SlotFactory(starts_at=NOW + timedelta(days=9), formats=["phone"]))
        draft.answers |= TOLD | {"format": "phone"}
        draft.save()
        client = client_with(draft)
        addresses.append(submit(client, draft)["Location"])
        booking = Booking.objects.get()
        token = tokens.token_of(booking)
        cache.set("reached", True)
        for name in ("manage", "move", "cancel", "manage-question", "manage-calendar", "reminders"):
            found = client.get(url(name, token))
            assert found.status_code == 200, name
            addresses.append(found.request["PATH_INFO"] + found.request["QUERY_STRING"])
        client.post(url("find"), {"email": TOLD["email"]})
        client.post(url("question"), {"question": TOLD["question"]})
        client.get("/no-such-page/", {"email": TOLD["email"]})
        deliver_due(clock=lambda: NOW)
        press_and_fail(monkeypatch)
        clock.move_to(NOW + timedelta(days=1))
        client.post(url("cancel", token), {"really": "yes"})
    lines, kept = log.getvalue(), in_valkey(broker.url)
    assert "deliver_message" in kept
    assert json.loads(lines.splitlines()[0])
    assert "RuntimeError: cannot write to [removed]" in lines
    assert token not in lines + kept
    for secret in SECRETS:
        assert secret not in (lines + kept).lower()
    assert not [one for one in addresses if any(secret in one.lower() for secret in SECRETS)]


def test_p4_what_is_private_is_listed_nowhere_and_found_by_no_guess(client):
    booking, adviser = booked(), AdviserFactory(calendar_delivery="feed")
    token, feed = tokens.token_of(booking), feeds.feed_url(adviser).partition("/feed/")[2]
    wrong = [booking.reference, booking.reference[4:], str(booking.uuid), str(booking.pk), token[:-1], f"{adviser.pk}"]
    for guess in wrong:
        for name in ("manage", "move", "cancel", "manage-question", "manage-calendar", "reminders", "again", "feed"):
            assert client.get(url(name, guess)).status_code == 404, (name, guess)
    for private in (url("manage", token), url("cancel", token), url("find"), url("request"), f"/surgeries/feed/{feed}"):
        answer = client.get(private)
        assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex"), private
        assert "no-store" in answer["Cache-Control"], private
    for public in ("/sitemap.xml", "/robots.txt", "/surgeries/", "/search/?q=Harbour", "/"):
        text = client.get(public).text
        for secret in (token, booking.reference, "Harbour City", feed, "/manage/"):
            assert secret not in text, (public, secret)


@pytest.mark.parametrize("number", range(len(TOGETHER)))
def test_p5_what_people_write_is_never_markup(client, number):
    """As a booking, a request, a reason and a note; in the CMS, on the pages, in messages and calendars."""
    text = TOGETHER[number]
    line = " ".join(text.split())
    manager = UserFactory(role="Surgery manager", first_name=line[:100])
    slot = SlotFactory(adviser=AdviserFactory(public_name=line[:100], bio_line=line[:150], signs_as=line[:40]))
    booking = booked(slot=slot, name=line[:100], organisation=line[:100], role=line[:100], question=text,
                     access_needs=text, extra_attendees=[{"name": line[:60], "email": "ola@example.org"}])  # fmt: skip
    asked = RequestFactory(name=line[:100], organisation=line[:100], question=text, availability=text)
    Booking.objects.filter(pk=booking.pk).update(outcome_note=text)
    booking = Booking.objects.with_everything().get(pk=booking.pk)
    manage = [url(name, tokens.token_of(booking)) for name in ("manage", "move", "cancel", "manage-question")]
    diary = [f"{reverse(f'surgery_diary:{name}')}?week={slot.starts_at.date()}" for name in ("index", "week", "report")]
    screens = [
        reverse("surgery_bookings:index"),
        reverse("surgery_bookings:inspect", args=[booking.pk]),
        reverse("surgery_bookings:cancel", args=[booking.pk]),
        reverse("surgery_requests:index"),
        reverse("surgery_requests:inspect", args=[asked.pk]),
        *diary,
    ]
    client.force_login(manager)
    readers = Client()
    pages = [*(client.get(screen) for screen in screens), *(readers.get(page) for page in manage)]
    administrator = Client()
    administrator.force_login(UserFactory(role="Administrator"))
    with time_machine.travel(NOW, tick=False):
        actions.cancel(booking=booking, reason=line[:200], by=manager, now=NOW)
    told = list(OutgoingMessage.objects.filter(subject_uuid=booking.uuid))
    pages += [administrator.get(reverse("messages:index")), client.get(screens[1])]
    assert {page.status_code for page in pages} == {200}
    for html in [*(page.text for page in pages), *(message.body_html for message in told)]:
        for bad in ("<script>alert", "<img src=x", "]]><!--"):
            assert bad not in html
    for message in told:
        assert "\nSUMMARY:planted" not in (message.ics_text or "").replace("\r", "")
        assert "\n" not in message.subject + message.to_name
