"""The CMS screens of projects and prices, by role; and what other rooms' templates show of them."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from golab.accounts.roles import DATA_STEWARD, EDITOR, MODERATOR, PUBLISHER
from golab.imports.registry import importers_for
from golab.pages import snapshots
from sibdb.models import OutcomePayment, OutcomePrice, Project, ProjectOutcome, Result
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


def posted(form) -> dict:
    """What a browser would send of a form and its parts, as it stands."""
    sent = {}
    for part in (form, *(each for formset in form.formsets.values() for each in formset.forms)):
        sent |= {field.html_name: _as_text(field.value()) for field in part}
    for formset in form.formsets.values():
        sent |= {field.html_name: field.value() for field in formset.management_form}
    return {name: value for name, value in sent.items() if value is not None and value is not False}


def _as_text(value: object) -> object:
    return [str(getattr(one, "pk", one)) for one in value] if isinstance(value, list) else value


def test_data_steward_edits_prices_results_and_payments(client):
    project = ProjectFactory(outcomes=[ProjectOutcome(name="A job", ref="m1")])
    OutcomePrice.objects.create(
        project=project, metric_ref="m1", currency="GBP", price=500, status="private", notes="N"
    )
    Result.objects.create(project=project, metric_ref="m1", achieved=40)
    OutcomePayment.objects.create(
        project=project, kind="actual", currency="GBP", amount=900, payers=["INDIGO-ORG-0001"]
    )
    project = Project.objects.get(pk=project.pk)
    project.save_revision().publish()
    screen = visit(client, DATA_STEWARD, "wagtailsnippets_sibdb_project:edit", project.pk)
    sent = posted(screen.context["form"]) | {"action-publish": "action-publish"}
    address = reverse("wagtailsnippets_sibdb_project:edit", args=[project.pk])
    refused = client.post(address, sent | {"payments-0-amount": "-1"}).content.decode()
    assert "Ensure this value is greater than or equal to 0" in refused
    changes = {"prices-0-price": "650", "results-0-achieved": "41", "payments-0-amount": "950"}
    assert client.post(address, sent | changes).status_code == 302
    project = Project.objects.get(pk=project.pk)
    (price,), (result,), (payment,) = project.prices.all(), project.results.all(), project.payments.all()
    assert (price.price, price.status, price.notes) == (650, "private", "N")  # what the screen does not show stays
    assert (result.achieved, payment.amount, payment.payers) == (41, 950, ["INDIGO-ORG-0001"])
