import json

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.test import Client

from golab.accounts.registry import parts
from golab.pages.snapshots import start_request
from golab.taxonomy.area import COUNCIL, NATION, NOTHING, REGION, MyArea
from golab.taxonomy.models import Country, Place
from journey.area.keeping import SESSION_KEY
from journey.models import ReaderArea, StepPage
from tests.factories.accounts import UserFactory
from tests.factories.events import EventIndexPageFactory
from tests.factories.journey import GuidePageFactory
from tests.factories.pages import stored
from tests.factories.sibdb import ProjectFactory, grow_projects
from tests.factories.taxonomy import CouncilFactory, PolicyAreaFactory

pytestmark = pytest.mark.usefixtures("journey")
AREA = "/my-journey/area/"


@pytest.fixture
def homelessness():
    return PolicyAreaFactory(slug="homelessness", name="Homelessness")


@pytest.fixture
def somerset():
    return CouncilFactory(
        code="E06000066", name="Somerset", official_name="Somerset Council", parent=Place.objects.get(slug="south-west")
    )


@pytest.fixture
def chosen(client, somerset, homelessness):
    """A client that said Somerset and homelessness."""
    client.post(AREA, {"place": "somerset", "policy_area": homelessness.pk, "next": "/projects/"})
    return client


def kept(client) -> dict:
    return client.session.get(SESSION_KEY, {})


def test_saying_it_is_kept_in_the_session_with_the_region_and_the_nation(client, somerset, homelessness):
    assert not client.get(AREA).cookies
    answer = client.post(AREA, {"place": "Somerset", "policy_area": homelessness.pk, "next": "/projects/"})
    assert (answer.status_code, answer["Location"]) == (302, "/projects/")
    assert [str(one) for one in get_messages(answer.wsgi_request)] == [
        "Near and similar things come first now, because you chose Somerset and homelessness. Saved on this device."
    ]
    area = MyArea.from_kept(kept(client))
    assert [name for _, _, name in area.places] == ["Somerset", "South West", "England"]
    assert [area.code(level) for level in (COUNCIL, REGION, NATION)] == ["E06000066", "E12000009", "E92000001"]
    assert (area.country_code, area.policy_area_pk, area.is_on) == ("GB", homelessness.pk, True)


@pytest.mark.parametrize("typed", ["somerset council", "SOMERSET", "E06000066", "somers"])
def test_a_part_of_the_name_or_the_code_is_enough(client, somerset, typed):
    assert client.post(AREA, {"place": typed}).status_code == 302
    assert kept(client)["places"][0][1] == somerset.code


def test_where_several_fit_they_are_offered_as_buttons(client, somerset):
    other = CouncilFactory(name="North Somerset", parent=somerset.parent)
    CouncilFactory(name="Somerset Gone", is_active=False)
    answer = client.post(AREA, {"place": "omerset", "role": "council"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Several places fit" in text
    assert f'name="place" value="{other.code}"' in text
    assert "Somerset Gone" not in text
    client.post(AREA, {"place": ["omerset", other.code], "role": "council"})  # as the button sends it
    assert kept(client)["places"][0][2] == "North Somerset"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"place": "Atlantis"}, "No council, region or nation has this name"),
        ({"place": "England", "country": "FR"}, "not both"),
        ({}, "Say at least one thing"),
        ({"policy_area": "99999999"}, "Select a valid choice"),
        ({"role": "king"}, "Select a valid choice"),
        ({"place": "a\0b"}, "Null characters"),
    ],
)
def test_bad_input_is_answered_with_what_to_do_and_keeps_nothing(client, sent, words):
    answer = client.post(AREA, sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert SESSION_KEY not in client.session


def test_form_suggests_every_place_and_takes_a_place_by_address(client, somerset):
    text = client.get(f"{AREA}?place=Som&next=//elsewhere.example").content.decode()
    assert '<datalist id="places">' in text
    for name in ("Somerset", "South West", "Wales"):
        assert f"<option>{name}<" in text
    assert 'value="Som"' in text
    assert "elsewhere" not in text


def test_post_from_elsewhere_asks_first(somerset):
    client = Client(enforce_csrf_checks=True)
    for address in (AREA, f"{AREA}switch/", f"{AREA}forget/"):
        answer = client.post(address, {"place": "Somerset"}, headers={"sec-fetch-site": "cross-site"})
        assert b"csrfmiddlewaretoken" in answer.content, address
        assert SESSION_KEY not in client.session
    assert client.post(AREA, {"place": "Somerset"}, headers={"sec-fetch-site": "same-origin"}).status_code == 302


def test_one_click_switches_it_off_and_on_and_another_forgets_it(chosen):
    for sent, is_on in (("0", False), ("1", True)):
        chosen.post(f"{AREA}switch/", {"on": sent, "next": "/projects/"})
        assert kept(chosen)["is_on"] is is_on
        assert kept(chosen)["places"]
    chosen.post(f"{AREA}forget/")
    assert SESSION_KEY not in chosen.session
    assert chosen.post(f"{AREA}switch/", {"on": "1"}).status_code == 400


def test_lists_say_why_and_stop_when_it_is_switched_off(chosen, homelessness):
    ProjectFactory(name="Far", policy_area=PolicyAreaFactory(slug="health", name="Health"), service_start="2024-01")
    ProjectFactory(name="Near", policy_area=homelessness, service_start="2011-01")
    text = chosen.get("/projects/").content.decode()
    assert text.index(">Near<") < text.index(">Far<")
    assert "because you chose Somerset and homelessness" in text
    chosen.post(f"{AREA}switch/", {"on": "0"})
    text = chosen.get("/projects/").content.decode()
    assert text.index(">Far<") < text.index(">Near<")
    assert "Show near and similar first" in text
    assert "because you chose" not in text


def test_a_choice_neither_comes_from_the_shared_cache_nor_goes_into_it(chosen, homelessness, settings):
    settings.PAGE_CACHE_SECONDS = 60
    ProjectFactory(name="Newest", policy_area=PolicyAreaFactory(slug="health", name="Health"), service_start="2024-01")
    ProjectFactory(name="Nearest", policy_area=homelessness, service_start="2011-01")
    for address in ("/projects/", "/prices/", "/journey/", "/journey/stage-1/step-1-1/", "/"):
        plain = Client().get(address)  # kept from now on
        mine = chosen.get(address)
        assert "Somerset" in mine.content.decode(), address
        assert "private" in mine["Cache-Control"]
        again = Client().get(address)
        assert "Somerset" not in again.content.decode(), address
        assert (again.content, again["Cache-Control"]) == (plain.content, "public, max-age=0, s-maxage=60")
    cache.clear()
    mine, plain = chosen.get("/projects/").content.decode(), Client().get("/projects/").content.decode()
    assert mine.index(">Nearest<") < mine.index(">Newest<")
    assert plain.index(">Newest<") < plain.index(">Nearest<")


# --- accounts ------------------------------------------------------------------------------


def test_signing_in_brings_it_along_and_a_second_device_has_it(chosen, somerset):
    user = UserFactory()
    chosen.force_login(user)
    assert SESSION_KEY not in chosen.session
    assert ReaderArea.objects.get(user=user).chosen["places"][0][1] == somerset.code
    other = Client()
    other.force_login(user)
    assert "because you chose Somerset and homelessness" in other.get("/projects/").content.decode()


def test_signing_in_without_a_choice_keeps_that_of_the_account(client):
    user = UserFactory()
    ReaderArea.objects.create(user=user, chosen=MyArea(role="council").kept(), updated_at="2026-11-01T00:00Z")
    client.force_login(user)
    client.post(f"{AREA}switch/", {"on": "0"})
    assert ReaderArea.objects.get(user=user).chosen == MyArea(role="council", is_on=False).kept()


def test_delete_everything_forgets_it_with_and_without_an_account(chosen):
    user = UserFactory()
    chosen.post("/my-journey/clear/")
    assert SESSION_KEY not in chosen.session
    chosen.force_login(user)
    chosen.post(AREA, {"role": "council"})
    chosen.post("/my-journey/clear/")
    assert not ReaderArea.objects.filter(user=user).exists()


def test_account_exports_and_erases_it(client):
    user = UserFactory()
    client.force_login(user)
    client.post(AREA, {"role": "council"})
    (held,) = [part for part in parts() if part.name == "My area"]
    assert held.export(user)[0]["chosen"]["role"] == "council"
    held.erase(user, None)
    assert not held.export(user)


def test_files_and_print_name_it_and_what_is_shared_does_not(chosen, journey):
    words = "Somerset; Homelessness"
    assert json.loads(b"".join(chosen.get("/my-journey/export.json").streaming_content))["area"] == words
    assert words in b"".join(chosen.get("/my-journey/export.csv").streaming_content).decode()
    assert words in chosen.get("/my-journey/print/").content.decode()
    chosen.force_login(UserFactory())
    chosen.post("/my-journey/steps/step-1-1/", {"state": "done"})
    answer = chosen.post("/my-journey/shared/", follow=True)
    address = answer.context["links"][0].url if hasattr(answer.context["links"][0], "url") else None
    address = address or f"/my-journey/shared/{answer.context['links'][0].token}/"
    assert "Somerset" not in Client().get(address).content.decode()


def test_my_journey_shows_what_is_near_with_local_beside_national_figures(chosen, homelessness, somerset):
    ProjectFactory(name="In the region", policy_area=homelessness, regions=[somerset.parent], cohort_actual=100)
    ProjectFactory(name="Abroad", policy_area=homelessness, countries=[Country.objects.get(code="FR")], cohort_actual=9)
    text = chosen.get("/my-journey/").content.decode()
    assert text.index("In the region") < text.index("Abroad")
    assert "Homelessness, South West" in text
    for place, kind, count in (("Somerset", "Local", 0), ("South West", "Local", 1), ("England", "National", 1)):
        row = f'<th scope="row">{place}</th><td><span class="tag">{kind}</span></td><td class="num">{count}</td>'
        assert row in text, place
    assert "All countries" in text


# --- what it is in words, and what it costs ---------------------------------------------------


def test_reasons_are_said_in_words():
    area = MyArea(
        places=[[COUNCIL, "E06000066", "Somerset"], [REGION, "E12000009", "South West"]],
        country=["GB", "United Kingdom"],
        policy_area=[1, "Homelessness"],
        role="council",
    )

    class Row:
        near_area, near_place, near_payer = 1, REGION, 1

    assert area.why(Row()) == "Homelessness, South West, a payer like you"
    assert area.why(object()) == NOTHING.why(object()) == ""
    assert (area.near(1), area.near(2), area.near(0)) == ("United Kingdom", "", "")
    assert MyArea(role="health").because == "the NHS or another health body"
    assert MyArea.from_kept({"role": "health", "colour": "of another version"}).role == "health"


@pytest.mark.parametrize("count", [3, 30])
def test_a_choice_costs_lists_no_query_more_than_the_session(
    chosen, homelessness, count, django_assert_max_num_queries
):
    grow_projects(count, areas=[homelessness])
    guide, events = GuidePageFactory(live=True), EventIndexPageFactory(live=True)
    step = StepPage.objects.get(key="step-1-1")
    step.resources = stored(
        ("resource", {"kind": "guide", "page": guide.pk, "label": "", "url": "", "note": "It helps."})
    )
    step.save()
    chosen.get("/journey/")  # the notice is shown
    for address in ("/projects/", "/prices/", "/library/", step.url, "/my-journey/", "/guides/", guide.url, events.url):
        cache.clear()
        start_request()
        with django_assert_max_num_queries(8):
            assert chosen.get(address).status_code == 200 or address == "/library/"
    assert f'<h3><a href="{guide.url}">{guide.title}</a></h3>' in chosen.get(step.url).content.decode()
