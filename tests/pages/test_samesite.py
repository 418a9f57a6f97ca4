import pytest
from django.test import Client

from golab.pages.samesite import safe_next
from journey.progress import SESSION_KEY
from tests.factories.journey import grow_journey

pytestmark = pytest.mark.django_db
MARK = "/my-journey/steps/step-1-1/"


@pytest.fixture
def reader(site_root):
    """A browser whose requests are checked as in real life."""
    grow_journey(stages=1, steps=1)
    return Client(enforce_csrf_checks=True)


def marked(browser) -> dict:
    return browser.session.get(SESSION_KEY, {}).get("states", {})


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"origin": "http://testserver"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
    ],
)
def test_post_from_this_site_is_accepted(reader, headers):
    response = reader.post(MARK, {"state": "done"}, headers=headers)
    assert response.status_code == 302
    assert marked(reader) == {"step-1-1": "done"}


def test_post_from_the_address_that_readers_know_is_accepted(reader, settings):
    settings.SITE_URL = "https://hub.example.org"
    reader.post(MARK, {"state": "done"}, headers={"origin": "https://hub.example.org"})
    assert marked(reader) == {"step-1-1": "done"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"origin": "https://elsewhere.example"},
        {"origin": "https://testserver"},
        {"origin": "null"},
    ],
)
def test_post_from_elsewhere_is_asked_to_confirm_and_changes_nothing(reader, headers):
    response = reader.post(MARK, {"state": "done", "next": "/journey/"}, headers=headers)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Please confirm" in page
    assert '<input type="hidden" name="state" value="done">' in page
    assert '<input type="hidden" name="next" value="/journey/">' in page
    assert page.count('name="csrfmiddlewaretoken"') == 1
    assert response["Cache-Control"] == "no-store"
    assert marked(reader) == {}


def test_confirmed_post_is_accepted_by_its_token(reader):
    asked = reader.post(MARK, {"state": "done"}, headers={"sec-fetch-site": "cross-site"})
    token = asked.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    response = reader.post(MARK, {"state": "done", "csrfmiddlewaretoken": token})
    assert response.status_code == 302
    assert marked(reader) == {"step-1-1": "done"}


def test_wrong_token_is_asked_again(reader):
    reader.post(MARK, {"state": "done"}, headers={"sec-fetch-site": "cross-site"})
    response = reader.post(MARK, {"state": "done", "csrfmiddlewaretoken": "a" * 64})
    assert "Please confirm" in response.content.decode()
    assert marked(reader) == {}


def test_what_was_sent_is_escaped_on_the_confirmation_page(reader):
    page = reader.post(MARK, {"state": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


@pytest.mark.parametrize("address", [MARK, "/my-journey/saved/", "/my-journey/clear/", "/my-journey/ticks/step-1-1/"])
def test_get_is_refused(reader, address):
    response = reader.get(address)
    assert response.status_code == 405
    assert marked(reader) == {}


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [
        ("/journey/", "/journey/"),
        ("/journey/#act-h", "/journey/#act-h"),
        ("http://testserver/guides/", "http://testserver/guides/"),
        ("", "/back/"),
        ("https://elsewhere.example/", "/back/"),
        ("//elsewhere.example/", "/back/"),
        ("/\\elsewhere.example/", "/back/"),
        ("javascript:alert(1)", "/back/"),
    ],
)
def test_safe_next_stays_on_this_site(rf, target, goes_to):
    assert safe_next(rf.post("/", {"next": target}), default="/back/") == goes_to
