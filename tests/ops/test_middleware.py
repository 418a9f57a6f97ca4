import pytest
import structlog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.urls import path

from golab import urls as site
from golab.ops.middleware import RequestLogMiddleware

POLICY = "Content-Security-Policy"
urlpatterns = [
    path("page/", lambda request: HttpResponse("a page")),
    path("admin/x/", lambda request: HttpResponse("cms")),
    *site.urlpatterns,
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def sign_in(client, *, staff):
    user = get_user_model().objects.create_user(email="someone@example.org", password="correct horse battery")
    if staff:
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)


def test_policy_is_strict_for_readers(client):
    policy = client.get("/page/")[POLICY]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy


def test_policy_is_strict_for_signed_in_visitors(client):
    sign_in(client, staff=False)
    assert "unsafe" not in client.get("/page/")[POLICY]


def test_policy_lets_the_user_bar_style_itself_for_staff_and_still_forbids_inline_script(client):
    sign_in(client, staff=True)
    policy = dict(part.strip().split(" ", 1) for part in client.get("/page/")[POLICY].split(";"))
    assert policy["style-src"] == "'self' 'unsafe-inline'"
    assert policy["script-src"] == "'self'"


def test_policy_is_the_cms_own_below_admin(client):
    assert "script-src 'self' 'unsafe-inline'" in client.get("/admin/x/")[POLICY]


def test_policy_asks_nothing_of_the_database_for_readers(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/page/")


def test_security_headers_are_sent(client):
    response = client.get("/page/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "camera=()" in response["Permissions-Policy"]
    assert not response.cookies


def logged(rf, address, **headers):
    with structlog.testing.capture_logs() as lines:
        response = RequestLogMiddleware(lambda request: HttpResponse())(rf.get(address, headers=headers))
    return lines, response


def test_request_is_one_line_without_query_or_token(rf):
    lines, response = logged(rf, "/surgeries/manage/SECRET/?email=a@b.org", **{"X-Request-ID": "from-the-proxy-1"})
    [line] = lines
    assert line["path"] == "/surgeries/manage/[removed]/"
    assert line["status"] == 200
    assert line["method"] == "GET"
    assert line["ms"] >= 0
    assert response["X-Request-ID"] == "from-the-proxy-1"
    assert "a@b.org" not in repr(lines)


@pytest.mark.parametrize("given", ["", "a\nb-injected-line", "x" * 500])
def test_request_id_is_made_when_the_given_one_is_not_plain(rf, given):
    request = rf.get("/")
    request.META["HTTP_X_REQUEST_ID"] = given
    response = RequestLogMiddleware(lambda request: HttpResponse())(request)
    assert len(response["X-Request-ID"]) == 32


def test_health_is_not_logged_when_well(rf):
    assert logged(rf, "/healthz/live")[0] == []


def test_outermost_middleware_is_the_one_for_a_lost_database():
    assert settings.MIDDLEWARE[0] == "golab.ops.middleware.DatabaseDownMiddleware"
    order = settings.MIDDLEWARE.index
    assert order("golab.ops.pagecache.PageCacheMiddleware") < order(
        "django.contrib.sessions.middleware.SessionMiddleware"
    )
