"""Writing publications from files."""

from collections.abc import Sequence
from datetime import datetime

from django.db import models
from django.utils.text import slugify

from golab.imports.registry import Values
from golab.pages.imported import ImportedRecords
from golab.taxonomy.models import PolicyArea, ResourceType, Stage, Step, Topic
from library import classified
from library.models import Publication, PublicationAuthor
from library.querysets import PublicationQuerySet

PLAIN = (
    *("title", "year", "journal", "volume", "issue", "pages", "publisher", "isbn"),
    *("doi", "doi_is_verified", "url", "summary", "basis"),
)


class ImportedPublications(ImportedRecords):
    """The key is the title. A missing type or topic is added; stages and steps that the hub lacks are left out."""

    kind = "publication"
    model = Publication

    def complete(self) -> PublicationQuerySet:
        return Publication.objects.for_files()

    def values_of(self, record: Publication) -> Values:
        return values_of(record)

    def new(self, key: str, values: Values, now: datetime) -> Publication:
        return Publication(slug=slugify(values["title"])[:80].strip("-"), added_on=now.date())

    def slug_ending(self, key: str, values: Values) -> str:
        return str(values["year"])

    def fill(self, record: Publication, values: Values) -> None:
        _fill(record, values)


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


def _fill(publication: Publication, values: Values) -> None:
    classified.fill(publication, values)
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
