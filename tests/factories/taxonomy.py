import factory

from golab.taxonomy.models import Country, Place, PolicyArea, ResourceType, Stage, Step, Topic


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        django_get_or_create = ["slug"]

    sort_order = factory.Sequence(lambda n: n)


class PolicyAreaFactory(TermFactory):
    class Meta:
        model = PolicyArea

    name = factory.Sequence(lambda n: f"Policy area {n}")
    slug = factory.Sequence(lambda n: f"policy-area-{n}")


class TopicFactory(TermFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Topic {n}")
    slug = factory.Sequence(lambda n: f"topic-{n}")


class ResourceTypeFactory(TermFactory):
    class Meta:
        model = ResourceType

    name = factory.Sequence(lambda n: f"Resource type {n}")
    slug = factory.Sequence(lambda n: f"resource-type-{n}")


class StageFactory(TermFactory):
    class Meta:
        model = Stage

    name = factory.Sequence(lambda n: f"Stage {n}")
    slug = factory.Sequence(lambda n: f"stage-{n}")


class StepFactory(TermFactory):
    class Meta:
        model = Step

    name = factory.Sequence(lambda n: f"Step {n}")
    slug = factory.Sequence(lambda n: f"step-{n}")
    stage = factory.SubFactory(StageFactory)


class CountryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ["code"]

    code = "GB"
    code3 = "GBR"
    name = "United Kingdom"


class NationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place
        django_get_or_create = ["code"]

    code = "E92000001"
    name = "England"
    slug = "england"
    kind = Place.Kind.NATION


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place
        django_get_or_create = ["code"]

    code = "E12000009"
    name = "South West"
    slug = "south-west"
    kind = Place.Kind.REGION
    parent = factory.SubFactory(NationFactory)


class CouncilFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place

    code = factory.Sequence(lambda n: f"E06{n:06}")
    name = factory.Sequence(lambda n: f"Council {n}")
    slug = factory.Sequence(lambda n: f"council-{n}")
    kind = Place.Kind.COUNCIL
    council_type = "Unitary authority"
    parent = factory.SubFactory(RegionFactory)
