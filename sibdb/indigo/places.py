"""The council that a point of the United Kingdom lies nearest to: INDIGO has no codes of places."""

from collections.abc import Iterable
from math import cos, radians

from golab.taxonomy.models import Place
from sibdb.models import Project, ProjectLocation

UK = "GB"
FARTHEST = 0.6  # degrees of latitude, some 65 km: beyond that a point is in nobody's council


class Councils:
    """The councils of today with their centres, asked for once for a batch of records."""

    def __init__(self) -> None:
        rows = Place.objects.filter(is_active=True).select_related("parent__parent")
        self.by_pk = {place.pk: place for place in rows}
        self.by_name = {place.name.casefold(): place for place in self.by_pk.values()}
        self.centred = [
            place for place in self.by_pk.values() if place.kind == Place.Kind.COUNCIL and place.latitude is not None
        ]

    def place(self, locations: Iterable[ProjectLocation]) -> None:
        """Give each location in the UK that has none its place: by its name, else by its point."""
        for location in locations:
            if location.country_id == UK and location.place_id is None:
                named = self.by_name.get(location.name.partition(",")[0].strip().casefold())
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

    def _nearest(self, location: ProjectLocation) -> Place | None:
        if location.latitude is None or not self.centred:
            return None
        narrow = cos(radians(location.latitude))

        def apart(place: Place) -> float:
            north, east = place.latitude - location.latitude, (place.longitude - location.longitude) * narrow
            return north * north + east * east

        nearest = min(self.centred, key=apart)
        return nearest if apart(nearest) <= FARTHEST**2 else None
