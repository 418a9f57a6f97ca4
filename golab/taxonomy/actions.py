"""Writes on terms: the councils of the UK from a file."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from golab.taxonomy.models import Place

COLUMNS = frozenset(["gss_code", "name", "official_name", "nation", "region", "type", "lat", "long", "population_2020"])
_COMPARED = ["name", "official_name", "council_type", "parent_id", "latitude", "longitude", "population", "is_active"]


class PlacesError(ValueError):
    """The file of places cannot be loaded. The text says which line and what to do."""


@dataclass(frozen=True)
class PlacesLoaded:
    """How many councils a load made, changed, left as they were and retired."""

    created: int
    updated: int
    unchanged: int
    retired: int


@transaction.atomic
def load_places(*, lines: Iterable[str]) -> PlacesLoaded:
    """Make the councils those of the CSV text in `lines`: a council that is not in it is retired.

    Raises PlacesError, and changes nothing, when a line cannot be understood.
    """
    wanted = _read(lines)
    existing = Place.objects.councils().in_bulk()
    taken = set(Place.objects.values_list("slug", flat=True))
    created, updated = [], []
    for place in wanted:
        before = existing.get(place.code)
        if before is None:
            place.slug = _free_slug(place, taken)
            taken.add(place.slug)
            created.append(place)
        elif any(getattr(before, name) != getattr(place, name) for name in _COMPARED):
            updated.append(place)
    Place.objects.bulk_create(created)
    Place.objects.bulk_update(updated, _COMPARED)
    retired = Place.objects.councils().active().exclude(pk__in=[place.code for place in wanted])
    return PlacesLoaded(
        created=len(created),
        updated=len(updated),
        unchanged=len(wanted) - len(created) - len(updated),
        retired=retired.update(is_active=False),
    )


def _read(lines: Iterable[str]) -> list[Place]:
    reader = csv.DictReader(lines)
    missing = COLUMNS - set(reader.fieldnames or [])
    if missing:
        raise PlacesError(f"Line 1: these columns are missing: {', '.join(sorted(missing))}.")
    parents = {(place.kind, place.name): place for place in Place.objects.nations() | Place.objects.regions()}
    places: dict[str, Place] = {}
    for row in reader:
        try:
            place = _place(row, parents)
            if place.code in places:
                raise ValueError(f"{place.code} is in the file twice")
        except ValueError as error:
            raise PlacesError(f"Line {reader.line_num}: {error}.") from error
        places[place.code] = place
    if not places:
        raise PlacesError("The file has no councils, so nothing was changed.")
    return list(places.values())


def _place(row: Mapping[str, str], parents: Mapping[tuple[str, str], Place]) -> Place:
    nation, region = row["nation"], row["region"]
    kind, parent_name = (Place.Kind.NATION, nation) if nation == region else (Place.Kind.REGION, region)
    if (kind, parent_name) not in parents:
        raise ValueError(f"there is no {kind} called {parent_name!r}")
    place = Place(
        code=row["gss_code"],
        name=row["name"],
        official_name=row["official_name"],
        slug="unset",
        kind=Place.Kind.COUNCIL,
        council_type=row["type"],
        parent=parents[kind, parent_name],
        latitude=float(row["lat"]) if row["lat"] else None,
        longitude=float(row["long"]) if row["long"] else None,
        population=int(row["population_2020"]) if row["population_2020"] else None,
    )
    try:
        place.full_clean(validate_unique=False, exclude=["parent"])
    except ValidationError as error:
        raise ValueError(" ".join(error.messages).rstrip(".")) from error
    return place


def _free_slug(place: Place, taken: set[str]) -> str:
    # "West Midlands" is a region and a combined authority: the second gets its official name.
    candidates = [slugify(place.name), slugify(place.official_name), f"{slugify(place.name)}-{place.code.lower()}"]
    return next(slug for slug in candidates if slug and slug not in taken)
