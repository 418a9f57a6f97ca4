"""Writing publications from files."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.db import models
from django.utils.text import slugify

from golab.imports.registry import Values
from golab.pages.addresses import RESERVED_SLUGS
from golab.pages.imported import ImportedRecords
from golab.taxonomy.models import PolicyArea, ResourceType, Stage, Step, Topic
from library import classified
from library.importing.sameness import fingerprint, found
from library.models import Publication, PublicationAuthor
from library.querysets import PublicationQuerySet

PLAIN = (
    *("title", "year", "journal", "volume", "issue", "pages", "publisher", "isbn"),
    *("doi", "doi_is_verified", "url", "licence", "summary", "basis"),
)
NEEDED = ("title", "year", "type", "summary")  # before readers may see a publication
USUAL_TYPE = "Journal article"  # of what has a DOI, as long as nobody has looked
REFERENCE = "imported reference, not read"


class ImportedPublications(ImportedRecords):
    """The key is the title in the content folder, else a `sameness.Name`.

    A missing type or topic is added; stages and steps that the hub lacks are left out. What lacks something that
    readers need is held as a draft.
    """

    kind = "publication"
    model = Publication

    def complete(self) -> PublicationQuerySet:
        return Publication.objects.for_files()

    def values_of(self, record: Publication) -> Values:
        return values_of(record)

    def new(self, key: str, values: Values, now: datetime) -> Publication:
        title = values.get("title") or f"DOI {values['doi']}"
        slug = slugify(title)[:80].strip("-") or f"publication-{fingerprint(title)[:8]}"
        return Publication(
            title=title,
            slug=f"{slug}-{self.slug_ending(key, values)}" if slug in RESERVED_SLUGS else slug,
            added_on=now.date(),
            live=all(values.get(name) for name in NEEDED),
            basis=REFERENCE,
        )

    def found_otherwise(self, keys: Sequence[str]) -> dict[str, str]:
        return {key: pk for key, (pk, _) in found(keys).items()}

    def slug_ending(self, key: str, values: Values) -> str:
        return str(values.get("year") or "2")

    def fill(self, record: Publication, values: Values) -> None:
        _fill(record, values, Terms())

    def filler(self) -> Callable[[Publication, Values], None]:
        return partial(_fill, terms=Terms())


imported = ImportedPublications()


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
        **classified.values_of(publication),
    }


def _fill(publication: Publication, values: Values, terms: "Terms") -> None:
    classified.fill(publication, values)
    for name in PLAIN:
        if name in values:
            setattr(publication, name, values[name])
    if "type" in values or publication.resource_type_id is None:
        publication.resource_type = terms.made(ResourceType, [values.get("type") or USUAL_TYPE])[0]
    if "authors" in values:
        publication.authors = [
            PublicationAuthor(sort_order=place, family=family, given=given)
            for place, (family, given) in enumerate(values["authors"])
        ]
    _fill_terms(publication, values, terms)


def _fill_terms(publication: Publication, values: Values, terms: "Terms") -> None:
    if "policy_areas" in values:
        publication.policy_areas = terms.known(PolicyArea, "name", values["policy_areas"])
    if "topics" in values:
        publication.topics = terms.made(Topic, values["topics"])
    for name, model in (("stages", Stage), ("steps", Step)):
        if name in values:
            setattr(publication, name, terms.known(model, "slug", values[name]))


class Terms:
    """Terms that records are given, each looked up once."""

    def __init__(self) -> None:
        self._found: dict[tuple[type[models.Model], str, str], models.Model | None] = {}

    def known(self, model: type[models.Model], field: str, values: Sequence[str]) -> list[models.Model]:
        """The terms whose `field` is one of the values, in the order of the list of terms."""
        new = [value for value in values if (model, field, value) not in self._found]
        if new:
            there = {getattr(term, field): term for term in model.objects.filter(**{f"{field}__in": new})}
            self._found |= {(model, field, value): there.get(value) for value in new}
        terms = [self._found[model, field, value] for value in values]
        return sorted(filter(None, terms), key=lambda term: (term.sort_order, term.pk))

    def made(self, model: type[models.Model], names: Sequence[str]) -> list[models.Model]:
        """The terms with these names; those that are missing are added at the end of the list of terms."""
        slugs = [slugify(name)[:80] for name in names]
        there = {term.slug for term in self.known(model, "slug", slugs)}
        for name, slug in zip(names, slugs, strict=True):
            if slug not in there:
                last = model.objects.aggregate(last=models.Max("sort_order"))["last"] or 0
                term, _ = model.objects.get_or_create(slug=slug, defaults={"name": name, "sort_order": last + 1})
                self._found[model, "slug", slug] = term
        return [self._found[model, "slug", slug] for slug in slugs]
