"""Nothing of My journey is lost across sign-in, the end of a session and two devices."""

import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from golab.taxonomy.area import area_of
from journey.models import StepPage
from journey.progress import AccountStore
from journey.sheets.kept import WORKSHEET, AccountSheets
from tests.factories.accounts import UserFactory
from tests.factories.taxonomy import CouncilFactory, PolicyAreaFactory
from tests.journey.sheets import URL, saved

STEP, TICKS, NOTES = "/journey/stage-1/step-1-1/", "/my-journey/ticks/step-1-1/", "/my-journey/notes/step-1-1/"


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def activities(journey) -> list[str]:
    return [block.id for block in StepPage.objects.get(key="step-1-1").activities]


def device(user) -> Client:
    """A browser that is signed in."""
    client = Client()
    client.force_login(user)
    return client


def form_of(client: Client, field: str) -> dict[str, list[str]]:
    """What the form with this field on the step's page would send as it stands."""
    page = client.get(STEP).content.decode()
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.S) if f'name="{field}"' in one)
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag)[1], re.search(r'value="([^"]*)"', tag)[1]
        if 'type="checkbox"' not in tag or " checked" in tag:
            sent.setdefault(name, []).append(value)
    return sent


def told(response) -> str:
    return " ".join(str(one) for one in get_messages(response.wsgi_request))


def test_ticks_of_two_devices_stand_side_by_side(user, activities):
    first, second = device(user), device(user)
    on_first, on_second = form_of(first, "tick"), form_of(second, "tick")
    first.post(TICKS, {**on_first, "tick": activities[:1]})
    second.post(TICKS, {**on_second, "tick": activities[1:]})
    assert AccountStore(user).load().ticks == {"step-1-1": activities}
    # What is unticked goes, and only that: the page of the first device knows nothing of the second tick.
    first.post(TICKS, {**on_first, "was": activities[:1], "tick": []})
    assert AccountStore(user).load().ticks == {"step-1-1": activities[1:]}
    again = form_of(second, "tick")
    assert again["was"] == again["tick"] == activities[1:]


def test_notes_of_two_devices_both_stand(user, journey):
    first, second = device(user), device(user)
    on_first, on_second = form_of(first, "note"), form_of(second, "note")
    first.post(NOTES, {**on_first, "note": "Ask finance."})
    assert "both stand" in told(second.post(NOTES, {**on_second, "note": "Ask legal."}))
    assert AccountStore(user).load().notes == {"step-1-1": "Ask finance.\n\nAsk legal."}


def test_everything_is_kept_when_the_session_ends_on_the_way(user, activities):
    client = device(user)
    ticks, note = form_of(client, "tick"), form_of(client, "note")
    client.post(TICKS, {**ticks, "tick": activities[:1]})
    client.post(NOTES, {**note, "note": "Before."})
    ticks, note = form_of(client, "tick"), form_of(client, "note")
    client.logout()  # what the end of a session leaves: pages that were opened before it
    client.post(TICKS, {**ticks, "tick": activities})
    client.post(NOTES, {**note, "note": "Before. And after."})
    client.force_login(user)
    mine = AccountStore(user).load()
    assert {key: set(ticks) for key, ticks in mine.ticks.items()} == {"step-1-1": set(activities)}
    assert mine.notes == {"step-1-1": "Before. And after."}


def test_two_devices_without_an_account_become_one(user, journey, sheets):
    somerset, area = CouncilFactory(name="Somerset"), PolicyAreaFactory()
    one, two = Client(), Client()
    one.post("/my-journey/steps/step-1-1/", {"state": "done"})
    saved(one, sentence="From the desk", people="12", **{"criteria-0-0": "Desk"})
    two.post("/my-journey/steps/step-1-2/", {"state": "not-needed"})
    two.post("/my-journey/area/", {"place": somerset.name, "policy_area": area.pk})
    saved(two, sentence="From the train", people="15", **{"criteria-0-0": "Train"})
    for client in (one, two):
        client.force_login(user)
    assert AccountStore(user).load().states == {"step-1-1": "done", "step-1-2": "not-needed"}
    sheet = AccountSheets(user).load(WORKSHEET)["cohort"]
    assert sheet.fields["sentence"] == "From the desk\n\nFrom the train"
    assert (sheet.fields["people"], sheet.earlier["people"]) == ("15", ["12"])
    assert [row[0] for row in sheet.fields["criteria"]] == ["Desk", "=1+1", "Train"]
    assert "From the desk" in one.get(URL).content.decode()
    assert area_of(one.get("/my-journey/").wsgi_request).place_name == "Somerset"
