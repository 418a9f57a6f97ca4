"""Where a project's places lie: dots on that part of the world's map which holds them."""

from collections.abc import Sequence
from dataclasses import dataclass

from golab.charts.world import on_map
from sibdb.models import ProjectLocation

_LEAST_WIDTH = 150.0  # units of the map: nearer, its coarse coasts would mislead
_WIDE_FOR_HIGH = 2.2


@dataclass(frozen=True)
class Locator:
    """Dots within a view box. All numbers are units of the world's map."""

    left: float
    top: float
    width: float
    height: float
    dots: Sequence[tuple[float, float]]
    known: int  # places that have coordinates

    @property
    def radius(self) -> float:
        return round(self.width / 110, 2)


def locator_of(places: Sequence[ProjectLocation]) -> Locator | None:
    """Nothing where no place has coordinates."""
    known = [on_map(place.latitude, place.longitude) for place in places if place.latitude is not None]
    if not known:
        return None
    (left, right), (top, bottom) = ((min(line), max(line)) for line in zip(*known, strict=True))
    width = max(_LEAST_WIDTH, 1.4 * (right - left), 1.4 * (bottom - top) * _WIDE_FOR_HIGH)
    height = width / _WIDE_FOR_HIGH
    return Locator(
        left=round((left + right - width) / 2, 1),
        top=round((top + bottom - height) / 2, 1),
        width=round(width, 1),
        height=round(height, 1),
        dots=list(dict.fromkeys(known)),
        known=len(known),
    )
