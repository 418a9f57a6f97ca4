import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

pytestmark = pytest.mark.django_db
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
CHANGED = "{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"


@pytest.fixture
def root():
    return Site.objects.get(is_default_site=True).root_page


def entries(client):
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    found = ElementTree.fromstring(response.content)  # noqa: S314
    return {url.find(LOCATION).text: url.findtext(CHANGED) for url in found}


def test_robots_points_to_the_sitemap_and_closes_personal_rooms(client, settings):
    settings.SITE_URL = "https://hub.example"
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: https://hub.example/sitemap.xml" in text
    for path in ["/admin/", "/account/", "/my-journey/", "/search/"]:
        assert f"Disallow: {path}\n" in text
    assert "Disallow: /\n" not in text


def test_sitemap_lists_public_pages_with_their_last_change(client, root):
    now = timezone.now()
    root.add_child(instance=Page(title="Seen", slug="seen", live=True, last_published_at=now))
    root.add_child(instance=Page(title="Draft", slug="draft", live=False))
    closed = root.add_child(instance=Page(title="Closed", slug="closed", live=True))
    closed.add_child(instance=Page(title="Below", slug="below", live=True))
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    found = {re.sub(r"^https?://[^/]+", "", location): changed for location, changed in entries(client).items()}
    assert found["/seen/"] == now.date().isoformat()
    assert found.keys().isdisjoint({"/draft/", "/closed/", "/closed/below/"})


def test_sitemap_costs_the_same_when_there_are_more_pages(client, root, django_assert_max_num_queries):
    for number in range(30):
        root.add_child(instance=Page(title=f"Page {number}", slug=f"page-{number}", live=True))
    with django_assert_max_num_queries(8):
        assert len(entries(client)) >= 30


def test_security_txt_gives_a_contact_and_an_expiry_within_a_year(client, settings):
    settings.DEFAULT_FROM_EMAIL = "The hub <hub@example.org>"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:hub@example.org\n" in text
    expires = datetime.strptime(re.search(r"Expires: (\S+)", text)[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=100) < expires - timezone.now() < timedelta(days=365)


def test_manifest_names_the_hub(client):
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    assert response.json()["name"] == "GO Lab knowledge hub"
    assert response.json()["icons"][0]["src"].startswith("/static/")


def test_favicon_leads_to_the_drawing(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].startswith("/static/")


@pytest.mark.parametrize("name", ["robots", "sitemap", "security_txt", "manifest", "favicon", "health"])
def test_machine_files_set_no_cookie(client, name):
    assert not client.get(reverse(name)).cookies
