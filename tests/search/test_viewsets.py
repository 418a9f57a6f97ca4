"""Synonyms in the CMS."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from golab.accounts.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from golab.search.models import Synonym
from tests.factories.accounts import UserFactory
from tests.factories.search import SynonymFactory

pytestmark = pytest.mark.django_db

MINISTRY = "Ministry of Housing, Communities and Local Government"


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(role=EDITOR))
    return client


def page(name: str, *args: int) -> str:
    return reverse(f"wagtailsnippets_search_synonym:{name}", args=args)


def filled(**changes: str) -> dict[str, str]:
    """The form of a group, as a browser sends it."""
    return {"kind": "acronym", "terms": f"MHCLG\r\n{MINISTRY}\r\n\r\n", "expands_to": "", "is_active": "on"} | changes


def test_group_has_a_term_on_each_line_and_terms_may_hold_commas(editor):
    assert editor.post(page("add"), filled()).status_code == 302
    synonym = Synonym.objects.get()
    assert (synonym.terms, synonym.expands_to, synonym.is_active) == (["MHCLG", MINISTRY], [], True)
    text = editor.get(page("edit", synonym.pk)).text
    assert f"MHCLG\n{MINISTRY}</textarea>" in text


def test_group_of_one_term_is_explained(editor):
    response = editor.post(page("add"), filled(terms="MHCLG"))
    assert "Give at least two terms: each finds the others." in response.text
    assert not Synonym.objects.exists()


def test_one_way_without_a_target_is_explained(editor):
    response = editor.post(page("add"), filled(kind="one-way", terms="bid"))
    assert "Fill in &#x27;also finds&#x27;" in response.text
    assert editor.post(page("add"), filled(kind="one-way", terms="bid", expands_to="tender")).status_code == 302
    assert Synonym.objects.get().expands_to == ["tender"]


def test_group_is_retired(editor):
    synonym = SynonymFactory()
    editor.post(page("edit", synonym.pk), filled(terms="rate card\ntariff", kind="everyday", is_active=""))
    synonym.refresh_from_db()
    assert (synonym.terms, synonym.is_active) == (["rate card", "tariff"], False)


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER, ADMINISTRATOR])
def test_group_is_never_deleted(client, role):
    synonym = SynonymFactory()
    client.force_login(UserFactory(role=role))
    response = client.post(page("delete", synonym.pk))
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert Synonym.objects.filter(pk=synonym.pk).exists()


def test_groups_are_found_by_a_term(editor):
    SynonymFactory(terms=["rate card", "tariff"])
    SynonymFactory(terms=["cohort", "target group"])
    text = editor.get(page("list"), {"q": "tarif"}).text
    assert ("rate card, tariff" in text, "cohort, target group" in text) == (True, False)


def test_new_group_begins_with_what_readers_typed(editor):
    text = editor.get(page("add"), {"term": "going <b>rate</b>"}).text
    assert "\ngoing &lt;b&gt;rate&lt;/b&gt;</textarea>" in text
    for nothing in ({}, {"term": ""}, {"term": "x" * 121}, {"term": "\x00"}):
        assert editor.get(page("add"), nothing).status_code == 200
    assert editor.post(f"{page('add')}?term=zebra", filled()).status_code == 302
    assert Synonym.objects.get().terms == ["MHCLG", MINISTRY]


@pytest.mark.parametrize("address", ["wagtailsnippets_search_synonym:list", "zero_results:index"])
def test_readers_and_staff_of_other_rooms_are_sent_away(client, django_user_model, address):
    assert client.get(reverse(address)).status_code == 302
    other = django_user_model.objects.create_user("other@example.org", is_staff=True)
    other.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(other)
    response = client.get(reverse(address))
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
