"""What the database holds to, each rule tripped once."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from golab.taxonomy.models import Country, Place, PolicyArea, Stage
from tests.factories.taxonomy import (
    CouncilFactory,
    PolicyAreaFactory,
    RegionFactory,
    ResourceTypeFactory,
    StageFactory,
    StepFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES = [PolicyAreaFactory, TopicFactory, ResourceTypeFactory, StageFactory, StepFactory, CouncilFactory]


def refuses(constraint):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize("factory", FACTORIES)
def test_slug_once_saved_never_changes(factory):
    term = factory()
    term.slug = "another"
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        term.save()
    assert caught.value.__cause__.diag.constraint_name == "slug_never_changes"


@pytest.mark.parametrize("factory", FACTORIES)
def test_name_of_a_term_changes_and_its_slug_stays(factory):
    term = factory()
    slug = term.slug
    term.name = "Another name"
    term.save()
    term.refresh_from_db()
    assert (term.name, term.slug) == ("Another name", slug)


@pytest.mark.parametrize("factory", FACTORIES)
def test_term_is_never_deleted(factory):
    term = factory()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        type(term).objects.filter(pk=term.pk).delete()
    assert caught.value.__cause__.diag.constraint_name == "terms_are_never_deleted"
    assert type(term).objects.filter(pk=term.pk).exists()


def test_stage_with_steps_is_protected():
    step = StepFactory()
    with pytest.raises(ProtectedError):
        step.stage.delete()


def test_slug_of_a_term_is_unique():
    TopicFactory(slug="rate-cards")
    with refuses("taxonomy_topic_slug"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO taxonomy_topic (name, slug, sort_order, is_active) VALUES ('Again', 'rate-cards', 0, true)"
        )


def test_place_with_one_coordinate_is_refused():
    with refuses("place_has_both_coordinates_or_none"), transaction.atomic():
        CouncilFactory(latitude=51.0)


def test_place_with_a_code_of_another_shape_is_refused():
    with refuses("place_code_is_an_ons_code"), transaction.atomic():
        CouncilFactory(code="e06")


def test_council_outside_any_region_is_refused():
    with refuses("place_is_a_nation_or_lies_in_one"), transaction.atomic():
        CouncilFactory(parent=None)


def test_nation_inside_a_region_is_refused():
    with refuses("place_is_a_nation_or_lies_in_one"), transaction.atomic():
        CouncilFactory(kind=Place.Kind.NATION, parent=RegionFactory())


def test_country_with_small_letters_is_refused():
    with refuses("country_codes_are_capital_letters"), transaction.atomic():
        Country.objects.create(code="xx", code3="XXX", name="Nowhere")


def test_active_leaves_out_retired_terms_in_the_order_of_staff():
    first, second = StageFactory(sort_order=2), StageFactory(sort_order=1)
    StageFactory(is_active=False)
    assert [stage for stage in Stage.objects.active() if stage in {first, second}] == [second, first]
    assert not Stage.objects.active().filter(is_active=False).exists()


def test_places_are_found_by_kind():
    council, retired = CouncilFactory(), CouncilFactory(is_active=False)
    region = council.parent
    assert region in Place.objects.regions()
    assert region.parent in Place.objects.nations()
    assert {council, retired} <= set(Place.objects.councils())
    assert retired not in Place.objects.councils().active()


def test_term_is_called_by_its_name():
    assert str(PolicyArea(name="Homelessness")) == "Homelessness"
    assert str(Place(name="Somerset")) == "Somerset"
    assert str(Country(name="Portugal")) == "Portugal"
