"""Addresses of organisations, funds and projects in preparation: made once of the name, and kept."""

from collections.abc import Iterable

from django.db import models
from django.utils.text import slugify

LONGEST = 90


class Slugged(models.Model):
    """A row with a `slug` that stands in its address. Bulk writers call `give_slugs` first."""

    slug = models.SlugField("last part of the address", max_length=130, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self.slug:
            give_slugs([self])
        super().save(*args, **kwargs)


def give_slugs(rows: Iterable[models.Model]) -> None:
    """Give those without a slug one that nobody has, in one query. The second of a name gets its number behind it."""
    new = [row for row in rows if not row.slug]
    if not new:
        return
    wanted = {_slug_of(row) for row in new}
    wanted |= {f"{_slug_of(row)}-{row.indigo_id.rpartition('-')[2]}" for row in new}
    taken = set(type(new[0])._base_manager.filter(slug__in=wanted).values_list("slug", flat=True))
    for row in new:
        slug, number = _slug_of(row), row.indigo_id.rpartition("-")[2]
        ways = (slug, f"{slug}-{number or row.uuid.hex[:8]}", f"{slug}-{row.uuid.hex}")
        row.slug = next(way for way in ways if way not in taken)
        taken.add(row.slug)


def _slug_of(row: models.Model) -> str:
    return slugify(str(row))[:LONGEST].strip("-") or "unnamed"
