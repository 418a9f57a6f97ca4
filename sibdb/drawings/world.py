"""Where the projects of a search are: a circle for each country, and a tile for each nation and region of the UK."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import hypot, sqrt

from django.utils import timezone

from golab.charts.world import country_points
from golab.pages.finder.terms import terms
from sibdb.drawings.tally import Tally
from sibdb.landscape.charts import SOURCE, Addresses
from sibdb.projects.facets import choices

WORLD, UK = "world", "uk"
LARGEST, SMALLEST = 27.7, 4.9  # units: the radius of the circle of most projects, and of a single one
_FITS_A_NUMBER = 11.0
_NAMED = 8  # countries whose names stand beside their circles, as far as there is room
_LETTER, _LINE = 6.6, 14  # units: the size of a name on the map
VIEW = (60, 10, 870, 412)  # of the world's map: without empty sea
# Where the tiles stand: row and column, and the letters on them.
_TILES = {
    "scotland": (1, 2, "SCT"), "northern-ireland": (2, 1, "NIR"), "north-east": (2, 3, "NE"),
    "north-west": (3, 2, "NW"), "yorkshire-and-the-humber": (3, 3, "YH"), "wales": (4, 1, "WAL"),
    "west-midlands": (4, 2, "WM"), "east-midlands": (4, 3, "EM"), "east-of-england": (4, 4, "EE"),
    "south-west": (5, 2, "SW"), "london": (5, 3, "LDN"), "south-east": (5, 4, "SE"),
}  # fmt: skip


@dataclass(frozen=True)
class Circle:
    """A country on the map, with its name beside it where there is room."""

    name: str
    code: str
    count: int
    url: str
    x: float
    y: float
    radius: float
    name_at: tuple[float, float, str] | None = None

    @property
    def has_number(self) -> bool:
        return self.radius >= _FITS_A_NUMBER

    @property
    def number_y(self) -> float:
        return round(self.y + 4.5, 1)

    @property
    def counted(self) -> str:
        return f"{self.count:,} project{'' if self.count == 1 else 's'}"


@dataclass(frozen=True)
class Tile:
    """A nation or region. `level` says how dark it is, from 0 (none) to 3."""

    name: str
    letters: str
    count: int
    url: str
    row: int
    column: int
    level: int

    @property
    def left(self) -> int:
        return (self.column - 1) * 84

    @property
    def top(self) -> int:
        return (self.row - 1) * 84


@dataclass(frozen=True)
class PlaceMap:
    """A map with all that a figure has to say: its finding, its method, how many it counts, what is missing."""

    key: str
    finding: str
    method: str
    missing: str
    count: int
    heading: str
    rows: Sequence[tuple[str, int, str]]  # name, projects, address
    csv_url: str
    svg_url: str
    as_of: date
    circles: Sequence[Circle] = ()
    tiles: Sequence[Tile] = ()
    source: str = SOURCE

    @property
    def description(self) -> str:
        return "; ".join(f"{name} {count:,}" for name, count, _ in self.rows) + "."

    @property
    def legend(self) -> list[tuple[float, float, float, int]]:
        """Circles to compare with: their middle, their radius, the line of their words, and what they stand for."""
        most = self.circles[0].count if self.circles else 0
        sizes = [size for size in (most, max(most // 4, 1), 1) if size]
        radii = {size: _radius(size, most) for size in sizes}
        return [
            (round(394 - radius, 1), radius, round(394 - 2 * radius + 4, 1), size) for size, radius in radii.items()
        ]


def world_of(tally: Tally, addresses: Addresses) -> PlaceMap | None:
    """The map of the world; nothing where no project names a country."""
    names = {term.pk: term.label for term in terms.get().by_kind["country"]}
    counts = [(names[code], code, number) for code, number in tally.landscape.by_country.items() if code in names]
    if not counts:
        return None
    points, most = country_points(), counts[0][2]
    circles = _apart(
        Circle(name, code, number, addresses.narrowed("country", code), *points[code], _radius(number, most))
        for name, code, number in counts
        if code in points
    )
    total = tally.landscape.projects
    off_map = [name for name, code, _ in counts if code not in points]
    missing = [_lacking(total - tally.placed, "no country on record")]
    missing += [f"Too small for the map, and only in the table: {', '.join(off_map)}."] if off_map else []
    return PlaceMap(
        key=WORLD,
        finding=f"{counts[0][0]}: {counts[0][2]:,} of {total:,} projects",
        method="Projects by country; some run in more than one. The area of a circle shows how many; circles that "
        "would cover each other stand side by side.",
        missing=" ".join(filter(None, missing)),
        count=tally.placed,
        heading="Country",
        rows=[(name, number, addresses.narrowed("country", code)) for name, code, number in counts],
        circles=_named(circles),
        csv_url=addresses.file(WORLD, "csv"),
        svg_url=addresses.file(WORLD, "svg"),
        as_of=timezone.localdate(),
    )


def uk_of(tally: Tally, addresses: Addresses) -> PlaceMap | None:
    """The tiles of the UK; nothing where no project names a nation or region."""
    if not tally.in_regions:
        return None
    names = {option.value: option.label for option in choices.get().get("region", ())}
    counts = {slug: tally.by_region.get(slug, 0) for slug in (*_TILES, *tally.by_region)}
    most = max(counts.values())
    in_uk = tally.landscape.by_country.get("GB", 0)
    return PlaceMap(
        key=UK,
        finding="In the UK",
        method="Projects by nation or region; some run in more than one.",
        missing=_lacking(max(in_uk - tally.in_regions, 0), "the UK on record and no nation or region"),
        count=tally.in_regions,
        heading="Nation or region",
        rows=[(names.get(slug, slug), number, addresses.narrowed("region", slug)) for slug, number in counts.items()],
        tiles=[
            Tile(names.get(slug, slug), letters, counts[slug], addresses.narrowed("region", slug), row, column,
                 _level(counts[slug], most))
            for slug, (row, column, letters) in _TILES.items()
        ],
        csv_url=addresses.file(UK, "csv"),
        svg_url=addresses.file(UK, "svg"),
        as_of=timezone.localdate(),
    )  # fmt: skip


def _radius(number: int, most: int) -> float:
    """So that the area grows with the number; the smallest can still be seen and pressed."""
    return round(max(LARGEST * sqrt(number / most), SMALLEST), 1)


def _level(number: int, most: int) -> int:
    return 0 if not number else 1 + min(2, 3 * number // (most + 1))


def _lacking(number: int, what: str) -> str:
    return f"{number:,} project{' has' if number == 1 else 's have'} {what}." if number else ""


def _apart(circles: Iterable[Circle]) -> list[Circle]:
    """Each beside the larger ones that would cover it: the countries of Europe lie closer than their circles."""
    placed: list[Circle] = []
    for one in circles:
        x, y = one.x, one.y
        for other in placed * 2:  # what moves away from one may come to lie on another
            away, enough = hypot(x - other.x, y - other.y), one.radius + other.radius
            if away < enough:
                right, down = ((x - other.x) / away, (y - other.y) / away) if away else (1.0, 0.0)
                x, y = other.x + right * enough, other.y + down * enough
        placed.append(replace(one, x=round(x, 1), y=round(y, 1)))
    return placed


def _named(circles: Sequence[Circle]) -> list[Circle]:
    """The circles, the first of them with their names where no other circle or name is in the way."""
    taken = [(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in circles]
    found = []
    for place, one in enumerate(circles):
        spot = _spot(one, taken[:place] + taken[place + 1 :]) if place < _NAMED else None
        if spot:
            taken.append(spot[1])
        found.append(replace(one, name_at=spot and spot[0]))
    return found


def _spot(one: Circle, taken: Sequence[tuple]) -> tuple[tuple[float, float, str], tuple] | None:
    """Where a name has room: right, left, below or above its circle; and the box that it fills."""
    long, gap = len(one.name) * _LETTER, one.radius + 5
    for x, y, anchor, left in (
        (one.x + gap, one.y + 4, "start", one.x + gap),
        (one.x - gap, one.y + 4, "end", one.x - gap - long),
        (one.x, one.y + gap + 10, "middle", one.x - long / 2),
        (one.x, one.y - gap - 1, "middle", one.x - long / 2),
    ):
        box = (left, y - _LINE + 3, left + long, y + 3)
        is_on_map = box[0] >= VIEW[0] and box[2] <= VIEW[0] + VIEW[2]
        if is_on_map and not any(_overlap(box, other) for other in taken):
            return (round(x, 1), round(y, 1), anchor), box
    return None


def _overlap(one: tuple, other: tuple) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
