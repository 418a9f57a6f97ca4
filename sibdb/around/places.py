"""The council that a point of the United Kingdom lies nearest to: no source of projects has codes of places."""

import re
from collections.abc import Iterable
from math import cos, radians

from golab.taxonomy.area import UK
from golab.taxonomy.models import Place
from sibdb.models import Project, ProjectLocation

FARTHEST = 0.6  # degrees of latitude, some 65 km: beyond that a point is in nobody's council
# Where a service is delivered is a council's business; these lie over several, and their centres beside many.
NOT_NEAREST = ("Combined authority", "Strategic Regional Authority")
_KIND = re.compile(r"^(london borough of )|( (county|city|borough|district|london borough))? council$")


class Councils:
    """The councils of today with their centres, asked for once for a batch of records."""

    def __init__(self) -> None:
        rows = Place.objects.filter(is_active=True).select_related("parent__parent")
        self.by_pk = {place.pk: place for place in rows}
        self.by_name = {place.name.casefold(): place for place in self.by_pk.values()}
        self.centred = [
            place
            for place in self.by_pk.values()
            if place.kind == Place.Kind.COUNCIL and place.latitude is not None and place.council_type not in NOT_NEAREST
        ]

    def place(self, locations: Iterable[ProjectLocation], *, country: str = "") -> None:
        """Give each location in the UK that has none its place: by its name, else by its point.

        `country` is that of locations that name none.
        """
        for location in locations:
            if (location.country_id or country) == UK and location.place_id is None:
                named = self._named(location.name)
                nearest = None if named else self._nearest(location)
                if place := named or nearest:
                    location.place_id, location.place_is_approximate = place.pk, named is None

    def regions(self, project: Project) -> list[Place]:
        """The nations and regions that its locations lie in."""
        found = {}
        for location in project.locations.all():
            place = self.by_pk.get(location.place_id)
            while place is not None and place.kind == Place.Kind.COUNCIL:
                place = place.parent
            if place is not None:
                found[place.pk] = place
        return list(found.values())

    def _named(self, name: str) -> Place | None:
        """The place that the name is, up to its first comma, with or without "Council"."""
        first = name.partition(",")[0].strip().casefold()
        return self.by_name.get(first) or self.by_name.get(_KIND.sub("", first))

    def _nearest(self, location: ProjectLocation) -> Place | None:
        if location.latitude is None or not self.centred:
            return None
        narrow = cos(radians(location.latitude))

        def apart(place: Place) -> float:
            north, east = place.latitude - location.latitude, (place.longitude - location.longitude) * narrow
            return north * north + east * east

        nearest = min(self.centred, key=apart)
        return nearest if apart(nearest) <= FARTHEST**2 else None
