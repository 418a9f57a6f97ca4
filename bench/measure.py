"""Time pages in this process, each in turn with a bare view of the same bytes, so that a busy machine slows both."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from bench.urls import BARE, BODIES

ROUNDS = 200
KEPT_SECONDS = 600  # longer than a run, whatever the settings say


@dataclass(frozen=True)
class Result:
    """One kind of page. Times are medians in milliseconds; ratios are page over bare view.

    `sql_cold` counts queries with every cache empty, `sql_warm` with what earlier requests left in them, both without
    the page cache. `page_ms`, `bare_ms` and `ratio` are without the page cache, those named `kept` with it; a question
    (an address with a query) is never kept.
    """

    page: str
    address: str
    size: int
    sql_cold: int
    sql_warm: int
    page_ms: float
    bare_ms: float
    ratio: float
    kept_ms: float
    kept_bare_ms: float
    kept_ratio: float

    def line(self) -> str:
        """For the terminal."""
        return (
            f"  {self.page:26} {self.size / 1000:6.1f} kB  {self.sql_cold:2} SQL cold {self.sql_warm:2} warm "
            f"{self.page_ms:7.2f} ms / {self.bare_ms:5.2f} bare = {self.ratio:5.1f}"
            f"   kept {self.kept_ms:6.2f} ms = {self.kept_ratio:4.1f}"
        )

    def as_dict(self) -> dict:
        """For the file."""
        return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(self).items()}


class Reader:
    """Someone without a cookie, asking the hub without a network between."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()
        self.factory = RequestFactory(headers={"host": "127.0.0.1", "accept-encoding": "gzip"})

    def get(self, address: str) -> int:
        """The status of one answer, read to its end."""
        told: list[str] = []
        response = self.handler(self.factory.get(address).environ, lambda status, headers: told.append(status))
        try:
            b"".join(response)
        finally:
            response.close()
        return int(told[0].split()[0])

    def body(self, address: str) -> bytes:
        """One answer's bytes, uncompressed."""
        request = self.factory.get(address, headers={"accept-encoding": "identity"})
        return b"".join(self.handler.get_response(request))

    def milliseconds(self, address: str) -> float:
        """How long one answer takes."""
        begun = perf_counter()
        self.get(address)
        return (perf_counter() - begun) * 1000

    def queries(self, address: str) -> int:
        """How many SQL statements one answer takes."""
        with CaptureQueriesContext(connection) as captured:
            self.get(address)
        return len(captured)


@contextmanager
def one_connection() -> Iterator[None]:
    """Requests within leave the connection open, and with it the transaction that may hold generated rows."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def unanswered(pages: dict[str, str]) -> list[str]:
    """Addresses that do not answer 200: there is no use in timing an error page."""
    reader = Reader()
    with one_connection():
        return [address for address in pages.values() if reader.get(address) != 200]


def measure(pages: dict[str, str], rounds: int = ROUNDS) -> Sequence[Result]:
    """Every page with its bare view beside it, round after round; then the same with the page cache on."""
    with override_settings(ROOT_URLCONF="bench.urls"), one_connection():
        with page_cache(0):
            reader = Reader()
            BODIES[:] = [reader.body(address) for address in pages.values()]
            bare = {name: _bare_beside(address, place) for place, (name, address) in enumerate(pages.items())}
            counted = {name: _count(reader, address) for name, address in pages.items()}
        drawn = _interleaved(reader, rounds, pages, bare, seconds=0)
        kept = _interleaved(reader, rounds, pages, bare, seconds=KEPT_SECONDS)
    sizes = dict(zip(pages, map(len, BODIES), strict=True))
    return [
        Result(name, address, sizes[name], *counted[name], *drawn[name], *kept[name]) for name, address in pages.items()
    ]


def page_cache(seconds: int) -> override_settings:
    return override_settings(PAGE_CACHE_SECONDS=seconds)


def _bare_beside(address: str, place: int) -> str:
    """The bare view's address, with a query where the page has one: middleware treats the two alike."""
    query = address.partition("?")[2]
    return f"{BARE}{place}/" + (f"?{query}" if query else "")


def _count(reader: Reader, address: str) -> tuple[int, int]:
    """Queries with every cache empty, and with what that request left in them."""
    cache.clear()
    ContentType.objects.clear_cache()
    return reader.queries(address), reader.queries(address)


def _interleaved(
    reader: Reader, rounds: int, pages: dict[str, str], bare: dict[str, str], *, seconds: int
) -> dict[str, tuple[float, float, float]]:
    """Page, bare view and their ratio. The bare view itself is never kept."""
    times: dict[str, list] = {name: [] for name in pages}
    for number in range(rounds + 1):
        for name, address in pages.items():
            with page_cache(seconds):
                page_ms = reader.milliseconds(address)
            with page_cache(0):
                bare_ms = reader.milliseconds(bare[name])
            if number:  # what is built on the first request is not the cost of the next
                times[name].append((page_ms, bare_ms))
    medians = {name: [median(column) for column in zip(*pairs, strict=True)] for name, pairs in times.items()}
    return {name: (page_ms, bare_ms, page_ms / bare_ms) for name, (page_ms, bare_ms) in medians.items()}
