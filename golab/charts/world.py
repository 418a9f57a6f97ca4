"""Where a point of the Earth lies on the map in static/vendor/world.svg: the Equal Earth projection, which keeps areas
true (Šavrič, Patterson and Jenny, 2018). `tools/vendor_world.py` draws the land with the same formulae."""

import csv
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from django.conf import settings

WIDTH, HEIGHT = 960, 452
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2
_SCALE = WIDTH / (2 * 2.7064)
_EQUATOR = 244  # without Antarctica the equator lies below the middle
POINTS = Path(__file__).with_name("countries.csv")


def on_map(latitude: float, longitude: float) -> tuple[float, float]:
    """Units from the left and the top of the map, for degrees north and east."""
    turn = asin(_M * sin(radians(latitude)))
    square = turn * turn
    sixth = square**3
    across = radians(longitude) * cos(turn) / (_M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)))
    up = turn * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return round(WIDTH / 2 + across * _SCALE, 1), round(_EQUATOR - up * _SCALE, 1)


@cache
def country_points() -> dict[str, tuple[float, float]]:
    """The middle of each country's largest land, on the map, by its ISO 3166 code of two letters."""
    with POINTS.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: on_map(float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(rows)}


@cache
def land() -> str:
    """The path of the land, for a file that must hold all it shows. Pages name the file itself instead."""
    drawn = (settings.BASE_DIR / "static" / "vendor" / "world.svg").read_text(encoding="utf-8")
    return drawn.split(' d="', 1)[1].split('"', 1)[0]
