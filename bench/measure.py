"""Time pages in this process, each in turn with a bare view of the same size, so that a busy machine slows both."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter

from django.conf import settings
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from bench.urls import BARE

ROUNDS = 200
PAGES = {
    "home": "/",
    "map": "/journey/",
    "stage": "/journey/test-feasibility/",
    "step": "/journey/test-feasibility/understand-the-need/",
    "guides": "/guides/",
    "guide": "/guides/assess-feasibility/",
    "glossary": "/glossary/",
    "library": "/library/",
    "projects": "/projects/",
    "project": "/projects/hmp-peterborough-the-one-service/",
    "prices": "/prices/",
    "search": "/search/?q=rate+cards",
}


@dataclass(frozen=True)
class Result:
    """One kind of page. Times are medians in milliseconds; `ratio` is page over bare view of the same size.

    `sql_cold` counts queries with empty caches, `sql_warm` with what earlier requests left in them, both without
    the page cache; `cached_ms` is the page as a second reader gets it.
    """

    page: str
    address: str
    size: int
    sql_cold: int
    sql_warm: int
    page_ms: float
    bare_ms: float
    ratio: float
    cached_ms: float

    def line(self) -> str:
        """For the terminal."""
        return (
            f"  {self.page:10} {self.size / 1000:7.1f} kB {self.sql_cold:3} SQL cold {self.sql_warm:3} warm "
            f"{self.page_ms:8.2f} ms / {self.bare_ms:.2f} ms bare = {self.ratio:6.1f}   {self.cached_ms:.2f} ms cached"
        )

    def as_dict(self) -> dict:
        """For the file."""
        return asdict(self)


class Reader:
    """Someone without a cookie, asking the hub without a network between."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()
        self.factory = RequestFactory(headers={"host": "127.0.0.1"})

    def get(self, address: str) -> tuple[int, int]:
        """Status and size of one answer."""
        told: list[str] = []
        response = self.handler(self.factory.get(address).environ, lambda status, headers: told.append(status))
        try:
            size = sum(len(part) for part in response)
        finally:
            response.close()
        return int(told[0].split()[0]), size

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


def unanswered(pages: dict[str, str] = PAGES) -> list[str]:
    """Addresses that do not answer 200: there is no use in timing an error page."""
    reader = Reader()
    return [address for address in pages.values() if reader.get(address)[0] != 200]


def measure(rounds: int = ROUNDS, pages: dict[str, str] = PAGES) -> Sequence[Result]:
    """Every page with its bare view beside it, round after round."""
    with override_settings(ROOT_URLCONF="bench.urls", PAGE_CACHE_SECONDS=0):
        reader = Reader()
        reader.get(f"{BARE}1/")  # what Django builds on the first request is nobody's cost
        found = {}
        for name, address in pages.items():
            cache.clear()
            cold = reader.queries(address)
            found[name] = (reader.get(address)[1], cold, reader.queries(address))
        times = _interleaved(reader, rounds, pages, {name: size for name, (size, _, _) in found.items()})
    cached = _cached(rounds, pages)
    return [
        _result(
            name, address, found[name], *(median(column) for column in zip(*times[name], strict=True)), cached[name]
        )
        for name, address in pages.items()
    ]


def _result(name, address, seen, page_ms, bare_ms, cached_ms) -> Result:
    size, cold, warm = seen
    return Result(name, address, size, cold, warm, page_ms, bare_ms, page_ms / bare_ms, cached_ms)


def _interleaved(reader: Reader, rounds: int, pages: dict[str, str], sizes: dict[str, int]) -> dict[str, list]:
    times = {name: [] for name in pages}
    for _ in range(rounds):
        for name, address in pages.items():
            times[name].append((reader.milliseconds(address), reader.milliseconds(f"{BARE}{sizes[name]}/")))
    return times


def _cached(rounds: int, pages: dict[str, str]) -> dict[str, float]:
    with override_settings(ROOT_URLCONF="bench.urls", PAGE_CACHE_SECONDS=settings.PAGE_CACHE_SECONDS or 60):
        reader = Reader()
        return {name: median(reader.milliseconds(address) for _ in range(rounds)) for name, address in pages.items()}
