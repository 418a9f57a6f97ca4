"""Draws the land of the world and finds the middle of each country, from Natural Earth's data. Run by `make vendor`."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pycountry

from golab.charts.world import HEIGHT, POINTS, WIDTH, on_map

Point = tuple[float, float]
FINEST = 0.8  # units of the map: what is smaller is not drawn
LEFT_OUT = "Antarctica"


def draw_world(package: Path, target: Path) -> None:
    """world.svg: the coarse countries as one path, so that borders show."""
    topology = json.loads((package / "countries-110m.json").read_text())
    drawn = [_traced(ring) for name, _, ring in _rings(topology) if name != LEFT_OUT]
    path = f'<path id="land" d="{"".join(drawn)}"/>'
    target.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{path}</svg>\n')


def write_points(package: Path) -> None:
    """The middle of each country's largest land, from the finer countries: the coarse ones leave out small states."""
    largest: dict[str, tuple[float, Point]] = {}
    for _, number, ring in _rings(json.loads((package / "countries-50m.json").read_text())):
        country = pycountry.countries.get(numeric=str(number or "").zfill(3))
        area, middle = _middle(ring)
        if country and area > largest.get(country.alpha_2, (0.0, ()))[0]:
            largest[country.alpha_2] = (area, middle)
    with POINTS.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["code", "latitude", "longitude"])
        rows.writerows(
            [code, round(middle[1], 2), round(middle[0], 2)] for code, (_, middle) in sorted(largest.items())
        )


def _rings(topology: dict) -> Iterator[tuple[str, str | None, list[Point]]]:
    """Name, number and the outer and inner rings of each country, in degrees, longitudes without a jump at 180."""
    arcs = _arcs(topology)
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for polygon in polygons:
            for indexes in polygon:
                yield shape["properties"]["name"], shape.get("id"), _unwrapped(_joined(arcs, indexes))


def _arcs(topology: dict) -> list[list[Point]]:
    (across, up), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for right, higher in steps:
            x, y = x + right, y + higher
            points.append((x * across + left, y * up + bottom))
        arcs.append(points)
    return arcs


def _joined(arcs: Sequence[Sequence[Point]], indexes: Sequence[int]) -> list[Point]:
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def _unwrapped(points: Sequence[Point]) -> list[Point]:
    """A ring that crosses 180 degrees would streak across the map."""
    found, shift = [points[0]], 0
    for (before, _), (longitude, latitude) in zip(points, points[1:], strict=False):
        shift += 360 * ((before - longitude > 180) - (longitude - before > 180))
        found.append((longitude + shift, latitude))
    return found


def _traced(ring: Sequence[Point]) -> str:
    """The ring as a path; where it runs over the edge, a second time at the other edge."""
    lowest, highest = min(point[0] for point in ring), max(point[0] for point in ring)
    shifts = [0, *([-360] if highest > 180.5 else []), *([360] if lowest < -180.5 else [])]
    return "".join(_path([on_map(lat, lon + shift) for lon, lat in ring]) for shift in shifts)


def _path(points: Sequence[Point]) -> str:
    kept = [(_on_grid(x), _on_grid(y)) for x, y in _simplified(points)]
    kept = [point for place, point in enumerate(kept) if not place or point != kept[place - 1]]
    if len(kept) < 4:
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(kept, kept[1:], strict=False)]
    moves = re.sub(r"(?<!\d)0\.", ".", " ".join(f"{x:g} {y:g}" for x, y in steps)).replace(" -", "-")
    return f"M{kept[0][0]:g} {kept[0][1]:g}l{moves}z"


def _on_grid(number: float) -> float:
    """To half a unit: steps of few different lengths pack into a third less."""
    return round(number * 2) / 2


def _simplified(points: Sequence[Point]) -> list[Point]:
    """Without the points that lie nearer than FINEST to the line between those that stay (Douglas and Peucker)."""
    if len(points) < 3:
        return list(points)
    first, last = points[0], points[-1]
    apart = [_distance(point, first, last) for point in points[1:-1]]
    furthest = max(range(len(apart)), key=apart.__getitem__) + 1
    if apart[furthest - 1] < FINEST:
        return [first, last]
    return _simplified(points[: furthest + 1])[:-1] + _simplified(points[furthest:])


def _distance(point: Point, first: Point, last: Point) -> float:
    across, up = last[0] - first[0], last[1] - first[1]
    long = (across**2 + up**2) ** 0.5
    from_first = (point[0] - first[0], point[1] - first[1])
    return abs(across * from_first[1] - up * from_first[0]) / long if long else sum(d * d for d in from_first) ** 0.5


def _middle(ring: Sequence[Point]) -> tuple[float, Point]:
    """The area of a ring, in degrees, and its centre of gravity."""
    doubled = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False):
        cross = ax * by - bx * ay
        doubled, x, y = doubled + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    return (abs(doubled) / 2, (x / (3 * doubled), y / (3 * doubled))) if doubled else (0.0, ring[0])
