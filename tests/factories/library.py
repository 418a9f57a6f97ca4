"""Publications. Those that readers see are live; `is_draft=True` makes one that was never published."""

import factory

from golab.taxonomy.models import ResourceType
from library.models import Publication, PublicationAuthor
from tests.factories.taxonomy import ResourceTypeFactory


class PublicationFactory(factory.django.DjangoModelFactory):
    """Terms are given as lists: `stages=[stage]`; authors as (family, given): `authors=[("Carter", "E.")]`."""

    class Meta:
        model = Publication

    title = factory.Sequence(lambda n: f"Paying for outcomes {n}")
    slug = factory.LazyAttribute(lambda publication: publication.title.lower().replace(" ", "-"))
    year = 2019
    publisher = "Government Outcomes Lab"
    summary = "Says what happened when a council paid for outcomes."
    live = True

    @factory.lazy_attribute
    def resource_type(self) -> ResourceType:
        return ResourceTypeFactory(slug="report", name="Report")

    @classmethod
    def _create(cls, model_class, *args, authors=(), is_draft: bool = False, **kwargs):
        names = ("policy_areas", "topics", "stages", "steps", "countries", "links", "about_projects")
        lists = {name: kwargs.pop(name) for name in names if name in kwargs}
        publication = model_class(**{**kwargs, "live": kwargs.get("live", True) and not is_draft})
        publication.authors = [
            PublicationAuthor(family=family, given=given, sort_order=place)
            for place, (family, given) in enumerate(authors)
        ]
        for name, terms in lists.items():
            setattr(publication, name, terms)
        publication.save()
        return publication


def grow_library(count: int, *, types=(), areas=(), stages=(), start: int = 0) -> list[Publication]:
    """Many live publications at once, with the given terms dealt out in turn."""
    kinds = list(types) or [ResourceTypeFactory(slug="report", name="Report")]
    made = Publication.objects.bulk_create(
        Publication(
            title=f"Report {number}",
            slug=f"report-{number}",
            year=1990 + number % 30,
            resource_type=kinds[number % len(kinds)],
            summary="What was learned.",
        )
        for number in range(start, start + count)
    )
    for name, terms in (("policy_areas", areas), ("stages", stages)):
        if terms:
            field = Publication._meta.get_field(name)
            ours, theirs = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
            field.remote_field.through.objects.bulk_create(
                field.remote_field.through(**{ours: publication.pk, theirs: terms[place % len(terms)].pk})
                for place, publication in enumerate(made)
            )
    return made
