"""The terms that migrations put in."""

import importlib

import pytest
from django.apps import apps
from django.utils.text import slugify

from golab.taxonomy import terms
from golab.taxonomy.models import Country, Place, PolicyArea, ResourceType

migration = importlib.import_module("golab.taxonomy.migrations.0003_first_terms")

pytestmark = pytest.mark.django_db


def fill():
    """Run what the migration runs, so that the test needs no untouched database."""
    migration.add_terms(apps, None)
    migration.add_countries(apps, None)
    migration.add_nations_and_regions(apps, None)


def test_policy_areas_are_indigos_eight_and_adult_social_care():
    fill()
    slugs = set(PolicyArea.objects.values_list("slug", flat=True))
    assert {"homelessness", "child-and-family-welfare", "adult-social-care"} <= slugs
    assert set(terms.POLICY_AREAS) <= slugs
    assert len(terms.POLICY_AREAS) == 9


@pytest.mark.parametrize("names", [terms.POLICY_AREAS, terms.RESOURCE_TYPES])
def test_slugs_say_what_the_names_say(names):
    assert all(slugify(name).startswith(slug) for slug, name in names.items())


def test_resource_types_cover_the_journeys_and_the_librarys():
    fill()
    assert {"journal-article", "evaluation-report", "rate-card", "tool", "template", "video"} <= set(
        ResourceType.objects.values_list("slug", flat=True)
    )


def test_countries_have_the_names_that_people_use():
    fill()
    names = dict(Country.objects.values_list("code", "name"))
    assert len(names) >= 249
    assert (names["GB"], names["KR"], names["BO"]) == ("United Kingdom", "South Korea", "Bolivia")
    assert not [name for code, name in names.items() if "," in name and code not in {"BQ", "SH"}]


def test_nations_and_regions_are_twelve_tiles_and_england():
    fill()
    assert Place.objects.nations().count() == 4
    assert Place.objects.regions().count() == 9
    assert set(Place.objects.regions().values_list("parent__name", flat=True)) == {"England"}


def test_filling_twice_keeps_what_staff_changed():
    fill()
    PolicyArea.objects.filter(slug="health").update(name="Health and care")
    fill()
    assert PolicyArea.objects.get(slug="health").name == "Health and care"
