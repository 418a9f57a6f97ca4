"""The style guide: staff only, complete, without the database's content."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories.accounts import UserFactory

ADDRESS = "/styleguide/"
COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
# The frame of every page, or drawn from a page of the CMS: not for a sheet of examples.
ELSEWHERE = {
    "breadcrumb.html",
    "contents.html",
    "footer.html",
    "header.html",
    "meta.html",
    "notices.html",
    "social_image.html",
    "sources.html",
    "wordmark.html",
}


@pytest.fixture
def staff_client(client, db):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_styleguide_address_is_the_one_that_is_promised():
    assert reverse("styleguide") == ADDRESS


def test_styleguide_is_not_there_for_a_visitor(client, db):
    assert client.get(ADDRESS).status_code == 404


def test_styleguide_is_not_there_for_people_who_are_not_staff(client, db):
    client.force_login(UserFactory())
    assert client.get(ADDRESS).status_code == 404


def test_styleguide_shows_every_component(staff_client):
    shown = {template.name.rpartition("/")[2] for template in staff_client.get(ADDRESS).templates if template.name}
    missing = {path.name for path in COMPONENTS.glob("*.html")} - shown - ELSEWHERE
    assert missing == set()


def test_styleguide_shows_each_state_of_a_station_and_a_field(staff_client):
    page = staff_client.get(ADDRESS).content.decode()
    for state in ("is-done", "is-here", "is-not-needed"):
        assert f'class="station {state}"' in page
    assert 'aria-invalid="true"' in page
    assert "Enter an email address, like name@example.gov.uk" in page
    assert '<a href="#id_wrong-email">' in page


def test_styleguide_asks_search_engines_to_stay_away(staff_client):
    assert '<meta name="robots" content="noindex">' in staff_client.get(ADDRESS).content.decode()
