import json

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from golab import urls as site
from golab.ops import errors
from golab.ops.database import is_lost_database
from golab.ops.middleware import PlainErrorMiddleware


def explode(request):
    raise RuntimeError("secret detail of someone@example.org")


def lose_database(request):
    raise OperationalError("connection to server failed")


def slow_query(request):
    error = OperationalError("canceling statement due to statement timeout")
    error.__cause__ = type("QueryCanceled", (Exception,), {"sqlstate": "57014"})()
    raise error


def form(request):
    return HttpResponse("fine")


urlpatterns = [
    path("explode/", explode),
    path("api/explode/", explode),
    path("lost/", lose_database),
    path("slow/", slow_query),
    path("form/", form),
    *site.urlpatterns,
]
handler400 = "golab.ops.errors.bad_request"
handler403 = "golab.ops.errors.permission_denied"
handler404 = "golab.ops.errors.page_not_found"
handler500 = "golab.ops.errors.server_error"
# The address table of the real site is not this module's: each test says so.
here = pytest.mark.urls(__name__)


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


@here
def test_500_hides_the_detail_when_a_view_fails(reader):
    response = reader.get("/explode/")
    assert response.status_code == 500
    assert b"secret" not in response.content
    assert b"<h1" in response.content


@here
def test_500_is_json_when_the_api_fails(reader):
    response = reader.get("/api/explode/")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content) == {"status": 500, "title": "Something went wrong"}


@here
def test_503_says_when_to_come_back_when_the_database_is_lost(reader):
    response = reader.get("/lost/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store"
    assert b"<h1" in response.content


@here
def test_500_and_not_503_when_one_statement_took_too_long(reader):
    assert reader.get("/slow/").status_code == 500


@here
@pytest.mark.django_db
def test_form_expired_page_when_the_token_is_missing():
    response = Client(enforce_csrf_checks=True).post("/form/")
    assert response.status_code == 403
    assert b"out of date" in response.content


@pytest.mark.django_db
def test_404_offers_a_search_for_the_words_of_the_address(client):
    response = client.get("/old-site/rate-cards_2019.html")
    assert response.status_code == 404
    assert b"/search/" in response.content
    assert b"rate cards 2019" in response.content


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", ""),
        ("/old/rate-cards_2019.html", "old rate cards 2019"),
        ("/caf%C3%A9/<script>", "café script"),
        ("/" + "word/" * 100, ("word " * 20).strip()),  # a hundred letters at most
    ],
)
def test_words_of_an_address(address, words):
    assert errors.words_of(address) == words


def test_400_becomes_413_when_the_body_was_too_large(rf):
    assert errors.bad_request(rf.get("/"), RequestDataTooBig()).status_code == 413
    assert errors.bad_request(rf.get("/"), SuspiciousOperation()).status_code == 400


@pytest.mark.parametrize("status", [413, 429])
def test_empty_refusal_gets_its_page(rf, status):
    respond = PlainErrorMiddleware(lambda request: HttpResponse(status=status, headers={"Retry-After": "7"}))
    response = respond(rf.get("/"))
    assert response.status_code == status
    assert b"<h1" in response.content
    assert response["Retry-After"] == "7"


def test_explained_refusal_stays_as_it_is(rf):
    respond = PlainErrorMiddleware(lambda request: HttpResponse("Your own words", status=429))
    assert respond(rf.get("/")).content == b"Your own words"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (InterfaceError("connection already closed"), True),
        (OperationalError("connection refused"), True),
        (RuntimeError(), False),
        (None, False),
    ],
)
def test_lost_database_is_told_from_other_errors(error, expected):
    assert is_lost_database(error) is expected


@pytest.mark.parametrize(
    ("state", "expected"), [("57P01", True), ("08006", True), ("53300", True), ("40P01", False), ("57014", False)]
)
def test_lost_database_is_told_by_its_state(state, expected):
    error = OperationalError()
    error.__cause__ = type("Cause", (Exception,), {"sqlstate": state})()
    assert is_lost_database(error) is expected


@here
def test_plain_page_when_the_error_page_itself_cannot_be_drawn(rf, settings, tmp_path):
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}]
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert b"Something went wrong" in response.content
