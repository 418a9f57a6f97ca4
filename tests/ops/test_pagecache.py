import gzip
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from prometheus_client import REGISTRY

from golab import urls as site
from golab.ops import versions
from golab.ops.pagecache import cache_key

BODY = "<!doctype html><title>A page</title>" + "<p>Words that compress well.</p>" * 100
calls = []


def page(request):
    calls.append(request.path)
    return HttpResponse(BODY)


def personal(request):
    calls.append(request.path)
    response = HttpResponse("yours")
    response.set_cookie("mine", "1")
    return response


def not_html(request):
    calls.append(request.path)
    return HttpResponse("{}", content_type="application/json")


def own_rule(request):
    calls.append(request.path)
    return HttpResponse(BODY, headers={"Cache-Control": "no-store"})


def varied(request):
    calls.append(request.path)
    return HttpResponse(BODY, headers={"Vary": "Authorization"})


def streamed(request):
    calls.append(request.path)
    return StreamingHttpResponse(iter(["<p>", "piece"]))


def refused(request):
    calls.append(request.path)
    raise PermissionDenied


def bumping(request):
    """What a reader sees while an editor publishes: the old text, drawn just before."""
    calls.append(request.path)
    versions.bump_content_version()
    return HttpResponse(BODY)


def changing(request):
    """A page that will say something else in ten seconds."""
    response = page(request)
    response.changes_at = timezone.now() + timedelta(seconds=10)
    return response


urlpatterns = [
    path("page/", page),
    path("changing/", changing),
    path("personal/", personal),
    path("not-html/", not_html),
    path("own-rule/", own_rule),
    path("varied/", varied),
    path("streamed/", streamed),
    path("refused/", refused),
    path("bumping/", bumping),
    path("admin/page/", page),
    path("account/page/", page),
    path("my-journey/page/", page),
    path("search/", page),
    path("surgeries/manage/token/", page),
    *site.urlpatterns,
]
handler403 = "golab.ops.errors.permission_denied"
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _page_cache_on(settings):
    settings.PAGE_CACHE_SECONDS = 300
    calls.clear()


def hits():
    return REGISTRY.get_sample_value("golab_page_cache_reads_total", {"outcome": "hit"}) or 0


def test_second_reader_gets_the_kept_page_with_the_same_bytes_and_headers(client):
    first, second = client.get("/page/"), Client().get("/page/")
    assert calls == ["/page/"]
    assert first.content == second.content == BODY.encode()
    assert dict(first.headers) | {"X-Request-ID": ""} == dict(second.headers) | {"X-Request-ID": ""}
    assert second["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert {name.strip() for name in second["Vary"].split(",")} == {"Cookie", "Accept-Encoding"}
    assert "Set-Cookie" not in second.headers
    assert not second.cookies
    assert "Content-Security-Policy" in second.headers


def test_page_that_says_when_it_changes_is_kept_until_then(client):
    def seconds_left(path: str) -> int:
        request = client.get(path).wsgi_request
        return cache._cache.get_client().ttl(cache.make_and_validate_key(cache_key(request)))

    assert 0 < seconds_left("/changing/") <= 10 < seconds_left("/page/")


def test_page_is_compressed_when_the_browser_can_unpack_it(client):
    for _ in range(2):
        response = client.get("/page/", headers={"Accept-Encoding": "br, gzip;q=0.8"})
        assert response["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.content) == BODY.encode()
        assert int(response["Content-Length"]) == len(response.content) < len(BODY)


def test_answer_to_a_question_is_compressed_unless_it_may_hold_a_secret(client):
    question = {"path": "/page/?q=1", "headers": {"Accept-Encoding": "gzip"}}
    answer = client.get(**question)
    assert (answer["Content-Encoding"], gzip.decompress(answer.content)) == ("gzip", BODY.encode())
    assert int(answer["Content-Length"]) == len(answer.content) < len(BODY)
    assert "Accept-Encoding" in answer["Vary"]
    assert "private" in answer["Cache-Control"]
    client.cookies["sessionid"] = "somebody"
    assert "Content-Encoding" not in client.get(**question).headers


def test_page_is_plain_when_the_browser_refuses_gzip(client):
    response = client.get("/page/", headers={"Accept-Encoding": "gzip;q=0, br"})
    assert "Content-Encoding" not in response.headers
    assert response.content == BODY.encode()


def test_not_modified_when_the_browser_has_the_page(client):
    etag = client.get("/page/")["ETag"]
    for _ in range(2):
        response = client.get("/page/", headers={"If-None-Match": etag})
        assert response.status_code == 304
        assert response.content == b""
        assert response["ETag"] == etag
    assert client.get("/page/", headers={"If-None-Match": 'W/"older"'}).status_code == 200


def test_head_is_answered_from_the_kept_page(client):
    client.get("/page/")
    before = hits()
    assert client.head("/page/").status_code == 200
    assert hits() == before + 1


def test_page_is_drawn_again_when_content_changed(client):
    client.get("/page/")
    versions.bump_content_version()
    client.get("/page/")
    assert calls == ["/page/", "/page/"]


def test_page_drawn_before_a_change_is_not_kept_for_after_it(client):
    client.get("/bumping/")
    client.get("/bumping/")
    assert calls == ["/bumping/", "/bumping/"]


def test_page_is_drawn_again_when_the_cache_lost_its_memory(client):
    client.get("/page/")
    cache.clear()
    client.get("/page/")
    client.get("/page/")
    assert calls == ["/page/", "/page/"]


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages", "anything"])
def test_visitor_with_a_cookie_gets_a_page_of_their_own(client, cookie):
    client.get("/page/")
    client.cookies[cookie] = "1"
    response = client.get("/page/")
    assert calls == ["/page/", "/page/"]
    assert response["Cache-Control"] == "private, no-cache"
    assert "ETag" not in response.headers


def test_page_of_a_visitor_with_a_cookie_is_never_given_to_a_reader(client):
    client.cookies["sessionid"] = "1"
    client.get("/page/")
    Client().get("/page/")
    assert calls == ["/page/", "/page/"]


@pytest.mark.parametrize(
    "address",
    [
        "/personal/",
        "/not-html/",
        "/own-rule/",
        "/varied/",
        "/streamed/",
        "/refused/",
        "/page/?q=1",
        "/admin/page/",
        "/account/page/",
        "/my-journey/page/",
        "/search/",
        "/surgeries/manage/token/",
    ],
)
def test_answer_is_never_kept(client, address):
    for _ in range(2):
        response = Client().get(address)
        assert "s-maxage" not in response.get("Cache-Control", "")
        assert "public" not in response.get("Cache-Control", "")
    assert len(calls) == 2


def test_request_is_never_answered_from_the_cache_when_it_carries_credentials_or_changes_something(client):
    client.get("/page/")
    client.get("/page/", headers={"Authorization": "Bearer x"})
    client.post("/page/")
    assert calls == ["/page/"] * 3


def test_hosts_do_not_share_pages(client, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in ["one.example", "two.example"]:
        client.get("/page/", headers={"Host": host})
    client.get("/page/", headers={"Host": "one.example"}, secure=True)
    assert calls == ["/page/"] * 3
    assert client.get("/page/", headers={"Host": "evil.example"}).status_code == 400


def test_nothing_is_kept_when_turned_off(client, settings):
    settings.PAGE_CACHE_SECONDS = 0
    client.get("/page/")
    client.get("/page/")
    assert calls == ["/page/"] * 2


def test_nothing_is_asked_of_the_database_when_the_page_is_kept(client, django_assert_num_queries):
    client.get("/page/")
    with django_assert_num_queries(0):
        client.get("/page/")
