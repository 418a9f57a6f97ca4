"""Measures booking: a rush of many people for few times over HTTP, and the page of times when there are many.

What it makes it takes away again. The rush comes from many network addresses, as behind a proxy, so that the limits
are at work and nobody meets them.
"""

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day
from http.client import HTTPConnection
from importlib import import_module
from itertools import count as count_from
from itertools import islice
from statistics import median

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from bench.crowd import CLIENTS, RUN, all_at_once
from bench.measure import Reader, one_connection, page_cache
from bench.urls import BARE, BODIES
from golab.accounts.models import Contact
from golab.notifications.models import OutgoingMessage
from surgeries.booking.flow import DRAFT_KEY
from surgeries.models import AdviserProfile, Booking, BookingDraft, BookingEvent, Slot, StageOption, SurgeryTopic
from surgeries.times import free as free_times
from surgeries.times.rules import booking_rules
from surgeries.wording import LONDON, local

ATTEMPTS, PLACES = 1_000, 20
OPEN_TIMES, A_DAY, ROUNDS = 400, 12, 60
LEAST_SHARE, MOST_TIMES, MOST_QUERIES = 0.25, 10.0, 8
NAME = "Bench adviser"
SECONDS_TO_START = 30


@dataclass(frozen=True)
class Rush:
    """What came of the attempts, and how many a second beside the bare view's pages a second in the same run."""

    sold: int
    taken: int
    errors: int
    over: int
    attempts_a_second: float
    told_a_second: float  # pages of times to which those who came too late are led
    pages_a_second: float

    @property
    def share(self) -> float:
        return self.attempts_a_second / self.pages_a_second

    def line(self) -> str:
        """For the terminal."""
        verdict = "as it should be" if self.is_good else "NOT AS IT SHOULD BE"
        return (
            f"  {ATTEMPTS:,} attempts by {CLIENTS} clients for {PLACES} places: {self.sold} sold, {self.taken} told "
            f"that it is taken, {self.over} over, {self.errors} errors   {self.attempts_a_second:.0f} a second / "
            f"{self.pages_a_second:.0f} bare pages = {self.share:.2f} (at least {LEAST_SHARE})   {verdict}"
            f"\n    The page that says it is taken, which follows: {self.told_a_second:.0f} a second"
        )

    @property
    def is_good(self) -> bool:
        return (self.sold, self.over, self.errors) == (PLACES, 0, 0) and self.share >= LEAST_SHARE

    def as_dict(self) -> dict:
        """For the file."""
        return asdict(self) | {"share": self.share}


@dataclass(frozen=True)
class Times:
    """The page of times: how many there are, its queries with every cache empty, and its time beside the bare view."""

    open_times: int
    queries: int
    page_ms: float
    bare_ms: float

    @property
    def ratio(self) -> float:
        return self.page_ms / self.bare_ms

    def line(self) -> str:
        """For the terminal."""
        is_good = self.queries <= MOST_QUERIES and self.ratio <= MOST_TIMES
        return (
            f"  Page of times with {self.open_times} open: {self.queries} queries (at most {MOST_QUERIES}), "
            f"{self.page_ms:.2f} ms / {self.bare_ms:.2f} bare = {self.ratio:.1f} (at most {MOST_TIMES:g})   "
            f"{'as it should be' if is_good else 'NOT AS IT SHOULD BE'}"
        )

    def as_dict(self) -> dict:
        """For the file."""
        return asdict(self) | {"ratio": self.ratio}


def measure_bookings() -> Iterator[Rush | Times]:
    """The rush, then the page of times."""
    with made_slots(PLACES) as slots, served() as port:
        sessions = begin_drafts(slots, ATTEMPTS)
        yield rush(port, slots, sessions)
    yield times()


def rush(port: int, slots: list[Slot], sessions: list[tuple[str, str]]) -> Rush:
    """Bare pages, all attempts, bare pages again; so a machine that grows busy meets both.

    Before that some look at the page with the button: templates and connections are there, as in any hub that runs.
    """
    bare = [(f"{BARE}0/", "", "")] * (ATTEMPTS // 2)
    tries = [("/surgeries/book/check/", session, key) for session, key in sessions]
    all_at_once(port, [("/surgeries/book/check/", session, "") for session, _ in sessions[: 4 * CLIENTS]])
    before, _ = all_at_once(port, bare)
    seconds, seen = all_at_once(port, tries)
    after, _ = all_at_once(port, bare)
    late = [("/surgeries/book/time/", session, "") for session, _ in sessions[-ATTEMPTS // 5 :]]
    following, _ = all_at_once(port, late)
    held = Counter(Booking.objects.live().filter(slot__in=slots).values_list("slot", flat=True))
    return Rush(
        sold=len(held),
        taken=seen["taken"],
        errors=seen["error"] + abs(seen["booked"] - sum(held.values())),
        over=sum(held.values()) - len(held),
        attempts_a_second=len(tries) / seconds,
        told_a_second=len(late) / following,
        pages_a_second=2 * len(bare) / (before + after),
    )


def begin_drafts(slots: list[Slot], count: int) -> list[tuple[str, str]]:
    """So many people who have answered everything, spread over the times: key of the session, key of the draft."""
    now, store = timezone.now(), import_module(settings.SESSION_ENGINE).SessionStore
    topic, stage = (
        SurgeryTopic.objects.filter(is_active=True).first(),
        StageOption.objects.filter(is_active=True).first(),
    )
    begun = []
    for number in range(count):
        answers = {
            "topic": topic.pk, "topic_label": topic.label, "journey_stage": stage.pk,
            "journey_stage_label": stage.label, "slot": str(slots[number % len(slots)].uuid), "name": NAME,
            "email": f"bench{RUN}.{number}@example.org", "organisation": NAME, "org_type": "other", "format": "video",
            "question": "How long does it take?",
        }  # fmt: skip
        before = now - timedelta(minutes=5)
        draft = BookingDraft.objects.create(answers=answers, created_at=before, updated_at=before)
        session = store()
        session[DRAFT_KEY] = str(draft.pk)
        session.save()
        begun.append((session.session_key, str(draft.submission_key)))
    return begun


@contextmanager
def made_slots(count: int) -> Iterator[list[Slot]]:
    """Open times of an example adviser, which are gone afterwards with all that came of them."""
    sessions = import_module(settings.SESSION_ENGINE).SessionStore
    adviser = AdviserProfile.objects.create(
        public_name=NAME, signs_as=NAME, bio_line="made for a measurement", email="bench@example.org",
        formats=["video"], is_example=True,
    )  # fmt: skip
    try:
        yield _slots_of(adviser, count)
    finally:
        booked = Booking.objects.filter(slot__adviser=adviser)
        OutgoingMessage.objects.filter(subject_uuid__in=booked.values("uuid")).delete()
        BookingEvent.objects.filter(booking__in=booked).delete()
        booked.delete()
        Contact.objects.filter(email_norm__regex=r"^bench[\d.]+@example\.org$").delete()
        BookingDraft.objects.filter(answers__name=NAME).delete()
        Slot.objects.filter(adviser=adviser).delete()
        adviser.delete()
        sessions.clear_expired()


def _slots_of(adviser: AdviserProfile, count: int) -> list[Slot]:
    """From the first day that may be booked, a dozen on each working day, as some advisers together would give."""
    day = local(booking_rules.get_from_database().earliest_start(timezone.now())).date()
    hours = [time_of_day(8 + number) for number in range(A_DAY)]
    days = (day + timedelta(days=number) for number in count_from(1))
    starts = (datetime.combine(day, hour, LONDON) for day in days if day.weekday() < 5 for hour in hours)
    return Slot.objects.bulk_create(
        Slot(adviser=adviser, starts_at=at, ends_at=at + timedelta(minutes=45), formats=["video"])
        for at in islice(starts, count)
    )


@contextmanager
def served() -> Iterator[int]:
    """The hub and the bare view on a port of their own, by gunicorn as in a container."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "bench.served:application", "--config", "python:golab.webserver",
               "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "2", "--threads", "8",
               "--log-level", "error"]  # fmt: skip
    own = {"TRUSTED_PROXIES": "127.0.0.1", "ALLOWED_HOSTS": "127.0.0.1", "LOG_LEVEL": "ERROR"}
    server = subprocess.Popen(command, env={**os.environ, **own}, start_new_session=True)
    try:
        _wait_for(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(server: subprocess.Popen, port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            client = HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_START)
            client.request("GET", f"{BARE}0/")
            if client.getresponse().status == 200:
                return
        except OSError:
            if time.monotonic() > until or server.poll() is not None:
                raise
            time.sleep(0.1)


class Visitor(Reader):
    """Someone on their way through a booking."""

    def __init__(self, session: str) -> None:
        super().__init__()
        self.factory.cookies["sessionid"] = session


def times() -> Times:
    """The page of times with 400 open, in one process and in turn with the bare view. Nothing of it is committed."""
    with transaction.atomic(), override_settings(ROOT_URLCONF="bench.urls"), one_connection(), page_cache(0):
        Slot.objects.filter(starts_at__gt=timezone.now()).exclude(bookings__isnull=False).delete()
        adviser = AdviserProfile.objects.create(public_name=NAME, signs_as=NAME, email="bench@example.org",
                                                formats=["video"], is_example=True)  # fmt: skip
        slots = _slots_of(adviser, OPEN_TIMES)
        with connection.cursor() as cursor:  # as autovacuum would, some seconds later
            cursor.execute("ANALYZE")
        (session, _), *_ = begin_drafts(slots, 1)
        reader, address = Visitor(session), "/surgeries/book/time/"
        BODIES[:] = [reader.body(address)]
        queries = _cold(reader, address)
        if reader.get(address) != 200:
            raise RuntimeError(f"{address} does not answer; an error page is not worth timing.")
        pairs = [(reader.milliseconds(address), reader.milliseconds(f"{BARE}0/")) for _ in range(ROUNDS)]
        page_ms, bare_ms = (median(column) for column in zip(*pairs[1:], strict=True))
        counted = free_times.free_slots(now=timezone.now()).count()
        transaction.set_rollback(True)
    return Times(counted, queries, page_ms, bare_ms)


def _cold(reader: Reader, address: str) -> int:
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    cache.clear()
    ContentType.objects.clear_cache()
    return reader.queries(address)
