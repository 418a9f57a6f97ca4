"""Projects, organisations and rate cards. Those that readers see are live; `is_draft=True` makes one that never was."""

from datetime import date, timedelta

import factory
from django.utils import timezone

from golab.taxonomy.models import Country, PolicyArea
from sibdb.models import (
    Deflator,
    MonthlySnapshot,
    Organisation,
    OutcomesFund,
    PriceProgramme,
    Project,
    ProjectAmount,
    ProjectChange,
    ProjectLocation,
    ProjectParty,
    RateCard,
    RateCardLine,
    Suggestion,
)
from sibdb.projects.facets import choices
from sibdb.projects.finder import projects_stamp
from tests.factories.taxonomy import PolicyAreaFactory


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Council {n}")


class OutcomesFundFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutcomesFund

    name = factory.Sequence(lambda n: f"Outcomes fund {n}")


class MonthlySnapshotFactory(factory.django.DjangoModelFactory):
    """A month before any that the hub takes; its package is no archive."""

    class Meta:
        model = MonthlySnapshot

    month = date(2020, 1, 1)
    taken_at = factory.LazyFunction(timezone.now)
    figures = {"rates": "", "definitions": []}
    tables = {"projects": 0}
    package = b"-"
    size = 1
    sha256 = "0" * 64


class ProjectFactory(factory.django.DjangoModelFactory):
    """Parties are given as (role, name), the other parts as model instances, terms as lists."""

    class Meta:
        model = Project

    name = factory.Sequence(lambda n: f"Homes first {n}")
    slug = factory.LazyAttribute(lambda project: project.name.lower().replace(" ", "-"))
    indigo_id = factory.Sequence(lambda n: f"INDIGO-POJ-{5000 + n % 5000}")  # real ones are below
    stage = Project.Stage.COMPLETE
    service_start = "2017-06"
    live = True

    @factory.lazy_attribute
    def policy_area(self) -> PolicyArea:
        return PolicyAreaFactory(slug="homelessness", name="Homelessness")

    @classmethod
    def _create(cls, model_class, *args, parties=(), is_draft: bool = False, **kwargs):
        names = ("amounts", "locations", "outcomes", "sources", "caveats")
        names += ("secondary_areas", "countries", "regions", "steps", "funds")
        lists = {name: kwargs.pop(name) for name in names if name in kwargs}
        project = model_class(**{**kwargs, "live": kwargs.get("live", True) and not is_draft})
        project.parties = [_party(*party, place) for place, party in enumerate(parties)]
        for name, parts in lists.items():
            setattr(project, name, parts)
        project.save()
        return project


def _party(role: str, name: str, place: int) -> ProjectParty:
    organisation = Organisation.objects.filter(name=name).first() or OrganisationFactory(name=name)
    return ProjectParty(role=role, organisation=organisation, sort_order=place)


class SuggestionFactory(factory.django.DjangoModelFactory):
    """A correction of when a service starts, waiting."""

    class Meta:
        model = Suggestion

    project = factory.SubFactory(ProjectFactory)
    field = "service_start"
    current = "June 2017"
    proposed = "2018-01"
    source = "Council minutes, 2018"
    made_at = factory.LazyFunction(timezone.now)


class ProjectChangeFactory(factory.django.DjangoModelFactory):
    """A public line of the log of changes."""

    class Meta:
        model = ProjectChange

    project = factory.SubFactory(ProjectFactory)
    what = "Service start: January 2018 (was: June 2017)"
    why = "The minutes say so."
    made_at = factory.LazyFunction(timezone.now)


class PriceProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PriceProgramme

    name = factory.Sequence(lambda n: f"Outcomes programme {n}")
    slug = factory.LazyAttribute(lambda programme: programme.name.lower().replace(" ", "-"))


class DeflatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deflator

    name = "UK GDP deflator"
    source = "Office for National Statistics"
    released_on = factory.Sequence(lambda n: date(2025, 6, 30) + timedelta(days=n))
    figures = "year,index\n2012,80\n2018,90\n2024,100\n"


class RateCardFactory(factory.django.DjangoModelFactory):
    """Lines are given as dicts: `lines=[{"outcome": "A job", "price": 500}]`."""

    class Meta:
        model = RateCard

    programme = factory.SubFactory(PriceProgrammeFactory)
    name = factory.Sequence(lambda n: f"Round {n}")
    source = "Evaluation of the programme, 2019"

    @classmethod
    def _create(cls, model_class, *args, lines=(), **kwargs):
        card = model_class(**kwargs)
        card.lines = [RateCardLine(sort_order=place, **line) for place, line in enumerate(lines, 1)]
        card.save()
        return card


def grow_projects(count: int, *, areas=(), countries=(), start: int = 0) -> list[Project]:
    """Many live projects at once with their parts, the given terms dealt out in turn."""
    areas, countries = list(areas), list(countries)
    areas = areas or [PolicyAreaFactory(slug="homelessness", name="Homelessness")]
    stages = [stage.value for stage in Project.Stage]
    payer = OrganisationFactory()
    numbers = range(start, start + count)
    made = Project.objects.bulk_create(
        Project(
            name=f"Project {number}",
            slug=f"project-{number}",
            indigo_id=f"INDIGO-POJ-{number:04}",
            policy_area=areas[number % len(areas)],
            stage=stages[number % len(stages)],
            service_start=f"{2010 + number % 15}-06",
            cohort_target=number * 7 % 5000,
            place_line="Bristol, UK",
            party_line=payer.name,
            fact_line="A homelessness project in Bristol, planned for many people. A charity delivers the service.",
            live=True,
        )
        for number in numbers
    )
    ProjectParty.objects.bulk_create(ProjectParty(project=p, organisation=payer, role="payer") for p in made)
    ProjectLocation.objects.bulk_create(ProjectLocation(project=project, name="Bristol") for project in made)
    ProjectAmount.objects.bulk_create(
        ProjectAmount(project=project, kind="maximum", currency="GBP", exact=1_000_000) for project in made
    )
    through = Project.countries.through
    through.objects.bulk_create(
        through(project_id=project.pk, country_id=countries[place % len(countries)].pk)
        for place, project in enumerate(made)
        if countries
    )
    choices.forget()
    projects_stamp.forget()  # no signal tells of so many at once
    return made


def a_country(code: str = "GB") -> Country:
    """A country of ISO 3166: migrations put them all in."""
    return Country.objects.get(code=code)
