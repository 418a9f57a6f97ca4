import pytest
from django.contrib.messages import get_messages

from golab.accounts.models import User
from journey.models import StepPage
from journey.progress import SESSION_KEY, AccountStore
from tests.factories.accounts import UserFactory
from tests.factories.journey import GuidePageFactory

JSON = {"accept": "application/json"}


def kept(client) -> dict:
    return client.session.get(SESSION_KEY, {})


def notices(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def activities(journey) -> list[str]:
    return [block.id for block in StepPage.objects.get(slug="step-1-1").activities]


# --- marking a step ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "words"), [("done", "marked done"), ("not-needed", "marked as not needed"), ("", "marked as to do")]
)
def test_step_is_marked(client, journey, state, words):
    response = client.post("/my-journey/steps/step-1-1/", {"state": state})
    assert (response.status_code, response["Location"]) == (302, "/journey/stage-1/step-1-1/")
    assert kept(client).get("states", {}).get("step-1-1", "") == state
    assert notices(response) == [f"Step 1.1 {words}. Saved on this device."]


def test_mark_of_a_signed_in_reader_is_kept_in_the_account(client, journey):
    user = UserFactory()
    client.force_login(user)
    response = client.post("/my-journey/steps/step-1-1/", {"state": "done"})
    assert notices(response) == ["Step 1.1 marked done. Kept in your account."]
    assert AccountStore(user).load().states == {"step-1-1": "done"}


def test_unknown_state_is_refused_with_a_sentence_that_helps(client, journey):
    response = client.post("/my-journey/steps/step-1-1/", {"state": "half"})
    assert response.status_code == 400
    assert b"Choose done, not-needed or nothing" in response.content
    assert b"<h1>" in response.content  # a page: without JavaScript this is what the reader sees
    assert kept(client) == {}


@pytest.mark.parametrize("address", ["/my-journey/steps/no-such-step/", "/my-journey/ticks/no-such-step/"])
def test_unknown_step_is_not_found(client, journey, address):
    assert client.post(address, {"state": "done"}).status_code == 404


def test_unpublished_step_is_not_found(client, journey):
    StepPage.objects.get(slug="step-1-1").unpublish()
    assert client.post("/my-journey/steps/step-1-1/", {"state": "done"}).status_code == 404


def test_mark_follows_the_key_when_the_address_changes(client, journey):
    page = StepPage.objects.get(slug="step-1-1")
    page.slug = "begin-here"
    page.save_revision().publish()
    response = client.post("/my-journey/steps/step-1-1/", {"state": "done"})
    assert response["Location"] == "/journey/stage-1/begin-here/"


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example"])
def test_next_cannot_lead_elsewhere(client, journey, target):
    response = client.post("/my-journey/steps/step-1-1/", {"state": "done", "next": target})
    assert response["Location"] == "/journey/stage-1/step-1-1/"


def test_next_leads_back_to_where_the_reader_was(client, journey):
    response = client.post("/my-journey/steps/step-1-1/", {"state": "done", "next": "/journey/stage-1/"})
    assert response["Location"] == "/journey/stage-1/"


def test_script_gets_the_answer_as_json(client, journey):
    client.post("/my-journey/steps/step-1-2/", {"state": "done"}, headers=JSON)
    response = client.post("/my-journey/steps/step-1-1/", {"state": "done"}, headers=JSON)
    assert response.json() == {
        "state": "done",
        "notice": "Step 1.1 marked done. Saved on this device.",
        "done": 2,
        "total": 6,
    }
    assert notices(response) == []


def test_mark_shows_on_the_page_and_the_map(client, journey):
    client.post("/my-journey/steps/step-1-1/", {"state": "done"})
    page = client.get("/journey/stage-1/step-1-1/").content.decode()
    assert "Mark as not done" in page
    assert "is-done" in client.get("/journey/").content.decode()


# --- ticks ---------------------------------------------------------------------------------


def test_ticks_are_kept_and_shown(client, activities):
    response = client.post("/my-journey/ticks/step-1-1/", {"tick": activities[:1]})
    assert notices(response) == ["1 of 2 activities ticked. Saved on this device."]
    assert kept(client)["ticks"] == {"step-1-1": activities[:1]}
    page = client.get("/journey/stage-1/step-1-1/").content.decode()
    assert f'value="{activities[0]}" checked' in page
    assert f'value="{activities[1]}" checked' not in page


def test_all_ticks_can_be_taken_away(client, activities):
    client.post("/my-journey/ticks/step-1-1/", {"tick": activities})
    response = client.post("/my-journey/ticks/step-1-1/", {})
    assert notices(response)[-1] == "0 of 2 activities ticked. Saved on this device."
    assert kept(client)["ticks"] == {}


def test_unknown_activity_is_refused(client, activities):
    response = client.post("/my-journey/ticks/step-1-1/", {"tick": ["no-such-activity"]})
    assert response.status_code == 400
    assert b"Load it again" in response.content
    assert kept(client) == {}


# --- saving --------------------------------------------------------------------------------


def test_page_is_saved_shown_and_removed(client, journey, index_changes):
    guide = GuidePageFactory(title="Count people")
    index_changes()
    response = client.post("/my-journey/saved/", {"kind": "guide", "key": guide.slug})
    assert (response["Location"], notices(response)) == ("/my-journey/", ["Saved for later. Saved on this device."])
    client.post("/my-journey/saved/", {"kind": "step", "key": "step-2-1"})
    page = client.get("/my-journey/").content.decode()
    assert '<a href="/guides/count-people/">Count people</a>' in page
    assert '<a href="/journey/stage-2/step-2-1/">Step 2 1</a>' in page
    client.post("/my-journey/saved/", {"kind": "guide", "key": guide.slug, "remove": "on"})
    assert [tuple(item) for item in kept(client)["saved"]] == [("step", "step-2-1")]


def test_saved_page_that_is_gone_is_left_out_and_can_be_removed(
    client, journey, index_changes, django_capture_on_commit_callbacks
):
    index_changes()
    client.post("/my-journey/saved/", {"kind": "step", "key": "step-2-1"})
    with django_capture_on_commit_callbacks(execute=True):
        StepPage.objects.get(slug="step-2-1").unpublish()
    index_changes()
    assert "step-2-1" not in client.get("/my-journey/").content.decode()
    client.post("/my-journey/saved/", {"kind": "step", "key": "step-2-1", "remove": "on"})
    assert kept(client)["saved"] == []


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"kind": "step", "key": "no-such-step"}, b"no longer here"),
        ({"kind": "pony", "key": "step-1-1"}, b"no longer here"),
        ({"kind": "guide", "key": "no-such-guide"}, b"no longer here"),
        ({"kind": "Step!", "key": "step-1-1"}, b"not something that can be saved"),
        ({"kind": "step", "key": "../etc"}, b"not something that can be saved"),
        ({}, b"not something that can be saved"),
    ],
)
def test_what_cannot_be_saved_is_refused(client, journey, sent, sentence):
    response = client.post("/my-journey/saved/", sent)
    assert response.status_code == 400
    assert sentence in response.content
    assert kept(client) == {}


# --- My journey ----------------------------------------------------------------------------


def test_my_journey_of_a_new_reader_says_how_to_begin(client, journey):
    response = client.get("/my-journey/")
    assert "Nothing is marked yet" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_my_journey_counts(client, journey):
    client.post("/my-journey/steps/step-1-1/", {"state": "done"})
    client.post("/my-journey/steps/step-1-2/", {"state": "not-needed"})
    page = client.get("/my-journey/").content.decode()
    assert "You have marked 1 of 6 steps done" in page
    assert "Saved on this device" in page


def test_everything_is_deleted_on_demand(client, journey):
    client.post("/my-journey/steps/step-1-1/", {"state": "done"})
    response = client.post("/my-journey/clear/")
    assert notices(response)[-1] == "Everything in My journey is deleted. Saved on this device."
    assert kept(client) == {}


def test_account_is_cleared_for_its_owner_only(client, journey):
    user, other = UserFactory(), UserFactory()
    for owner in (user, other):
        client.force_login(owner)
        client.post("/my-journey/steps/step-1-1/", {"state": "done"})
    client.post("/my-journey/clear/")
    assert AccountStore(other).load().is_empty
    assert AccountStore(user).load().states == {"step-1-1": "done"}
    assert User.objects.count() == 2


def test_my_journey_refuses_post(client, journey):
    assert client.post("/my-journey/").status_code == 405
