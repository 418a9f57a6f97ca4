import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from golab.taxonomy.actions import PlacesError, PlacesLoaded, load_places
from golab.taxonomy.models import Place
from tests.factories.taxonomy import CouncilFactory, NationFactory, RegionFactory

pytestmark = pytest.mark.django_db

HEADER = "gss_code,name,official_name,nation,region,type,lat,long,population_2020"
SOMERSET = "E06000066,Somerset,Somerset Council,England,South West,Unitary authority,51.084,-3.044,559399"


@pytest.fixture(autouse=True)
def _nations_and_regions():
    RegionFactory()
    NationFactory(code="W92000004", name="Wales", slug="wales")


def test_load_places_makes_councils_within_their_region():
    assert load_places(lines=[HEADER, SOMERSET]) == PlacesLoaded(created=1, updated=0, unchanged=0, retired=0)
    somerset = Place.objects.get(pk="E06000066")
    assert (somerset.slug, somerset.parent.name, somerset.population) == ("somerset", "South West", 559399)
    assert (somerset.latitude, somerset.longitude) == (51.084, -3.044)


def test_load_places_outside_england_puts_councils_within_their_nation():
    load_places(lines=[HEADER, "W06000001,Anglesey,Isle of Anglesey County Council,Wales,Wales,Welsh unitary,,,"])
    anglesey = Place.objects.get(pk="W06000001")
    assert (anglesey.parent.kind, anglesey.latitude, anglesey.population) == (Place.Kind.NATION, None, None)


def test_load_places_twice_changes_nothing():
    load_places(lines=[HEADER, SOMERSET])
    assert load_places(lines=[HEADER, SOMERSET]).unchanged == 1


def test_load_places_changes_what_differs_and_keeps_the_slug():
    load_places(lines=[HEADER, SOMERSET])
    assert load_places(lines=[HEADER, SOMERSET.replace(",Somerset,", ",Somerset and Avalon,")]).updated == 1
    place = Place.objects.get(pk="E06000066")
    assert (place.name, place.slug) == ("Somerset and Avalon", "somerset")


def test_load_places_retires_a_council_that_is_gone_and_takes_it_back():
    gone = CouncilFactory()
    assert load_places(lines=[HEADER, SOMERSET]).retired == 1
    gone.refresh_from_db()
    assert not gone.is_active
    assert Place.objects.regions().active().exists()
    row = f"{gone.code},{gone.name},,England,South West,Unitary authority,,,"
    assert load_places(lines=[HEADER, SOMERSET, row]).updated == 1
    gone.refresh_from_db()
    assert gone.is_active


def test_load_places_gives_a_taken_slug_to_nobody_else():
    row = "E47000099,South West,South West Combined Authority,England,South West,Combined authority,,,"
    twin = "E47000098,South West,South West Combined Authority,England,South West,Combined authority,,,"
    load_places(lines=[HEADER, row, twin])
    assert Place.objects.get(pk="E47000099").slug == "south-west-combined-authority"
    assert Place.objects.get(pk="E47000098").slug == "south-west-e47000098"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["name,nation"], "Line 1: these columns are missing: gss_code"),
        ([HEADER], "no councils"),
        ([HEADER, SOMERSET, SOMERSET], "Line 3: E06000066 is in the file twice"),
        ([HEADER, SOMERSET.replace("South West", "Wessex")], "Line 2: there is no region called 'Wessex'"),
        ([HEADER, SOMERSET.replace("51.084", "north")], "Line 2: could not convert"),
        ([HEADER, SOMERSET.replace("51.084", "")], "Line 2: .*both latitude and longitude"),
        ([HEADER, SOMERSET.replace("E06000066", "66")], "Line 2: .*ONS code"),
        ([HEADER, SOMERSET, "E06000067,Half a line"], "Line 3: "),
    ],
)
def test_load_places_with_a_bad_file_names_the_line_and_changes_nothing(lines, message):
    with pytest.raises(PlacesError, match=message):
        load_places(lines=lines)
    assert not Place.objects.councils().exists()


def test_load_places_command_loads_the_file_of_the_repository(capsys):
    from tests.taxonomy.test_terms import fill

    fill()
    call_command("load_places", str(settings.CONTENT_DIR / "places.csv"))
    assert "397 places created, 0 updated, 0 unchanged, 0 retired" in capsys.readouterr().out
    assert Place.objects.get(name="Derbyshire").parent.name == "East Midlands"
    assert not Place.objects.councils().filter(parent__name="England").exists()


def test_load_places_command_with_no_file_says_so():
    with pytest.raises(CommandError, match=r"missing\.csv was not loaded"):
        call_command("load_places", "missing.csv")
