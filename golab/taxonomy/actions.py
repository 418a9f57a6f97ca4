"""Writes on terms: the councils of the UK from a file."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
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
    for place in wanted.values():
        before = existing.get(place.code)
        if before is None:
            place.slug = _free_slug(place, taken)
            taken.add(place.slug)
            created.append(place)
        elif any(getattr(before, name) != getattr(place, name) for name in _COMPARED):
            updated.append(place)
    try:
        with transaction.atomic():
            Place.objects.bulk_create(created)
            Place.objects.bulk_update(updated, _COMPARED)
    except IntegrityError:
        _name_the_line(wanted)
        raise
    retired = Place.objects.councils().active().exclude(pk__in=[place.code for place in wanted.values()])
    return PlacesLoaded(
        created=len(created),
        updated=len(updated),
        unchanged=len(wanted) - len(created) - len(updated),
        retired=retired.update(is_active=False),
    )


def _name_the_line(places: Mapping[int, Place]) -> None:
    """Say which line breaks a rule of the database: asking about each beforehand takes a query a rule."""
    for line, place in places.items():
        try:
            place.validate_constraints()
        except ValidationError as error:
            raise PlacesError(f"Line {line}: {_told(error)}.") from error


def _told(error: ValidationError) -> str:
    return " ".join(error.messages).rstrip(".")


def _read(lines: Iterable[str]) -> dict[int, Place]:
    """The councils by the number of their line."""
    reader = csv.DictReader(lines)
    missing = COLUMNS - set(reader.fieldnames or [])
    if missing:
        raise PlacesError(f"Line 1: these columns are missing: {', '.join(sorted(missing))}.")
    parents = {(place.kind, place.name): place for place in Place.objects.nations() | Place.objects.regions()}
    places: dict[int, Place] = {}
    codes: set[str] = set()
    for row in reader:
        try:
            place = _place(row, parents)
            if place.code in codes:
                raise ValueError(f"{place.code} is in the file twice")
        except ValueError as error:
            raise PlacesError(f"Line {reader.line_num}: {error}.") from error
        codes.add(place.code)
        places[reader.line_num] = place
    if not places:
        raise PlacesError("The file has no councils, so nothing was changed.")
    return places


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
        place.full_clean(validate_unique=False, validate_constraints=False, exclude=["parent"])
    except ValidationError as error:
        raise ValueError(_told(error)) from error
    return place


def _free_slug(place: Place, taken: set[str]) -> str:
    # "West Midlands" is a region and a combined authority: the second gets its official name.
    candidates = [slugify(place.name), slugify(place.official_name), f"{slugify(place.name)}-{place.code.lower()}"]
    return next(slug for slug in candidates if slug and slug not in taken)
