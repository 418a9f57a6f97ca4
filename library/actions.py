"""Writing publications from files, without writing over what a colleague has edited."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils.text import slugify

from golab.imports.registry import Values
from golab.pages.loading import digest
from golab.pages.models import LoadedItem
from golab.taxonomy.models import PolicyArea, ResourceType, Stage, Step, Topic
from library.models import Publication, PublicationAuthor

PLAIN = (
    *("title", "year", "journal", "volume", "issue", "pages", "publisher", "isbn"),
    *("doi", "doi_is_verified", "url", "summary", "basis"),
)


class EditedSince(Exception):
    """A colleague has edited the publication since it was imported."""


class RemovedSince(Exception):
    """A colleague has removed the publication since it was imported."""


def item_key(key: str) -> str:
    """What the publication with this key in the file is remembered by."""
    return f"publication:{key}"


def fingerprints(keys: Sequence[str]) -> dict[str, str]:
    """Of the values last written under each of these keys, as long as they stand unedited."""
    items = {item.key: item for item in LoadedItem.objects.filter(key__in=[item_key(key) for key in keys])}
    stand = Publication.objects.filter(pk__in=[item.object_pk for item in items.values()])
    revisions = {str(pk): revision for pk, revision in stand.values_list("pk", "latest_revision_id")}
    return {
        key.removeprefix("publication:"): item.digest
        for key, item in items.items()
        if revisions.get(item.object_pk) == item.revision_id
    }


def imported(keys: Sequence[str]) -> dict[str, Publication]:
    """The publications that were imported under these keys and are still there."""
    items = LoadedItem.objects.filter(key__in=[item_key(key) for key in keys])
    pks = {item.object_pk: item.key.removeprefix("publication:") for item in items}
    found = Publication.objects.filter(pk__in=pks).for_files()
    return {pks[str(publication.pk)]: publication for publication in found}


def values_of(publication: Publication) -> Values:
    """A publication in the form that a file's reading gives."""
    return {
        **{name: getattr(publication, name) for name in PLAIN},
        "authors": [[author.family, author.given] for author in publication.authors.all()],
        "type": publication.resource_type.name,
        "policy_areas": [area.name for area in publication.policy_areas.all()],
        "topics": [topic.name for topic in publication.topics.all()],
        "stages": sorted(stage.slug for stage in publication.stages.all()),
        "steps": sorted(step.slug for step in publication.steps.all()),
    }


@transaction.atomic
def save_imported(
    *, key: str, values: Values, by: AbstractBaseUser | None, now: datetime, brings_back: bool = True
) -> Publication:
    """Create or change the publication imported under `key` to `values`, as one published revision.

    A missing type or topic is added; stages and steps that the hub does not have are left out. Raises EditedSince,
    ValidationError, and RemovedSince unless it `brings_back` what was removed.
    """
    item = LoadedItem.objects.select_for_update().filter(key=item_key(key)).first()
    found = Publication.objects.filter(pk=item.object_pk).first() if item else None
    if item and not found and not brings_back:
        raise RemovedSince
    if found and found.latest_revision_id != item.revision_id:
        raise EditedSince
    publication = found or Publication(slug=_free_slug(str(values["title"]), int(values["year"])))
    before = values_of(found) if found else None
    _fill(publication, values)
    if before == values_of(publication):  # the rest of `values` is what the hub does not have
        return publication
    publication.full_clean(exclude=["latest_revision", "live_revision"])
    if found is None:
        publication.added_on = now.date()
        publication.save()
    publication.save_revision(user=by, log_action=True, clean=False).publish(user=by)
    publication.refresh_from_db()
    kept = {"object_pk": str(publication.pk), "digest": digest(values), "revision_id": publication.latest_revision_id}
    LoadedItem.objects.update_or_create(key=item_key(key), defaults=kept)
    return publication


@transaction.atomic
def remove_imported(*, key: str) -> None:
    """Take back a publication that an import made. Raises EditedSince."""
    item = LoadedItem.objects.select_for_update().filter(key=item_key(key)).first()
    found = Publication.objects.filter(pk=item.object_pk).first() if item else None
    if found and found.latest_revision_id != item.revision_id:
        raise EditedSince
    if found:
        found.delete()
    if item:
        item.delete()


def _fill(publication: Publication, values: Values) -> None:
    for name in PLAIN:
        if name in values:
            setattr(publication, name, values[name])
    publication.resource_type = _named(ResourceType, [values["type"]])[0]
    publication.authors = [
        PublicationAuthor(sort_order=place, family=family, given=given)
        for place, (family, given) in enumerate(values["authors"])
    ]
    publication.policy_areas = list(PolicyArea.objects.filter(name__in=values["policy_areas"]))
    publication.topics = _named(Topic, values["topics"])
    publication.stages = list(Stage.objects.filter(slug__in=values["stages"]))
    publication.steps = list(Step.objects.filter(slug__in=values["steps"]))


def _named(model: type[models.Model], names: Sequence[str]) -> list[models.Model]:
    """The terms with these names; those that are missing are added at the end of the list."""
    terms = []
    for name in names:
        last = model.objects.aggregate(last=models.Max("sort_order"))["last"] or 0
        term, _ = model.objects.get_or_create(slug=slugify(name)[:80], defaults={"name": name, "sort_order": last + 1})
        terms.append(term)
    return terms


def _free_slug(title: str, year: int) -> str:
    """The title as an address, with the year behind it where the plain one is taken."""
    slug = slugify(title)[:80].strip("-")
    return f"{slug}-{year}" if Publication.objects.filter(slug=slug).exists() else slug
