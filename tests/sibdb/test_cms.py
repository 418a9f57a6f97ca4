"""The CMS screens of projects and prices, by role; and what other rooms' templates show of them."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from golab.accounts.roles import DATA_STEWARD, EDITOR, MODERATOR, PUBLISHER
from golab.imports.registry import importers_for
from golab.pages import snapshots
from tests.factories.accounts import UserFactory
from tests.factories.sibdb import OrganisationFactory, ProjectFactory, RateCardFactory, a_country, grow_projects
from tests.factories.taxonomy import PolicyAreaFactory

pytestmark = pytest.mark.django_db


def visit(client, role, name, *args):
    client.force_login(UserFactory(role=role) if role else UserFactory())
    return client.get(reverse(name, args=args))


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER, DATA_STEWARD])
def test_staff_find_and_open_projects(client, role):
    project = ProjectFactory(name="Homes first", parties=[("payer", "Leeds")])
    assert b"Homes first" in visit(client, role, "wagtailsnippets_sibdb_project:list").content
    screen = visit(client, role, "wagtailsnippets_sibdb_project:edit", project.pk).content
    assert b"The summary is in our own words" in screen
    assert b"Leeds" in screen


@pytest.mark.parametrize("role", [None, MODERATOR])
def test_others_are_refused(client, role):
    assert visit(client, role, "wagtailsnippets_sibdb_project:list").status_code == 302


def test_editor_does_not_keep_prices(client):
    assert visit(client, EDITOR, "ratecard:index").status_code == 302


def test_data_steward_opens_a_card_with_its_lines(client):
    card = RateCardFactory(lines=[{"outcome": "A job", "price": 500}])
    assert b"A job" in visit(client, DATA_STEWARD, "ratecard:edit", card.pk).content


def test_data_steward_keeps_prices_and_names(client):
    RateCardFactory(name="Round one", lines=[{"outcome": "A job", "price": 500}])
    OrganisationFactory(name="Leeds City Council")
    screens = {
        "ratecard": b"Round one",
        "organisation": b"Leeds City Council",
        "priceprogramme": b"",
        "outcomesfund": b"",
    }
    client.force_login(UserFactory(role=DATA_STEWARD))
    for screen, words in screens.items():
        assert words in client.get(reverse(f"{screen}:index")).content


@pytest.mark.parametrize(("role", "may_publish"), [(EDITOR, False), (PUBLISHER, True), (DATA_STEWARD, True)])
def test_who_may_publish(role, may_publish):
    assert UserFactory(role=role).has_perm("sibdb.publish_project") is may_publish


@pytest.mark.parametrize(("role", "may_import"), [(EDITOR, False), (PUBLISHER, False), (DATA_STEWARD, True)])
def test_who_may_import(role, may_import):
    kinds = {importer.kind for importer in importers_for(UserFactory(role=role))}
    assert ({"projects", "prices"} <= kinds) is may_import


def test_draft_is_previewed_with_its_parts(client):
    project = ProjectFactory(parties=[("payer", "Leeds")], countries=[a_country("GB")])
    project.name = "New name"
    page = project.make_preview_request(preview_mode="").render().content.decode()
    for words in ("New name", "Leeds", "United Kingdom"):
        assert words in page


def test_home_page_counts_projects_countries_and_areas(django_assert_num_queries):
    areas = [PolicyAreaFactory(name="Health"), PolicyAreaFactory(name="Homelessness")]
    grow_projects(5, areas=areas, countries=[a_country("GB"), a_country("FR")])
    ProjectFactory(status="private", policy_area=areas[0])
    template = Template('{% include "sibdb/home_column.html" only %}')
    snapshots.start_request()
    with django_assert_num_queries(1):
        text = template.render(Context())
    assert '<p class="bignum">5</p>' in text
    assert "projects that pay for outcomes, in 2 countries." in text
    assert text.index("Health: 3 projects") < text.index("Homelessness: 2 projects")


def test_home_page_shows_nothing_where_there_is_no_project():
    snapshots.start_request()
    assert Template('{% include "sibdb/home_column.html" only %}').render(Context()).strip() == ""
