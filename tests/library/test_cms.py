"""The CMS screens of the library, by role; and what other rooms' templates show of it."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from golab.accounts.roles import DATA_STEWARD, EDITOR, PUBLISHER
from golab.imports.registry import importers_for
from library.models import Publication
from tests.factories.accounts import UserFactory
from tests.factories.library import PublicationFactory

pytestmark = pytest.mark.django_db


def visit(client, role, name, *args):
    user = UserFactory(role=role) if role else UserFactory()
    client.force_login(user)
    return client.get(reverse(f"wagtailsnippets_library_publication:{name}", args=args))


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER, DATA_STEWARD])
def test_staff_find_and_open_publications(client, role):
    publication = PublicationFactory(title="Pricing outcomes")
    assert b"Pricing outcomes" in visit(client, role, "list").content
    text = visit(client, role, "edit", publication.pk).content.decode()
    for words in (
        "In our own words, never the abstract",
        "Only if somebody here has read all of it",
        "Copy them; do not",
    ):
        assert words in text


def test_reader_is_refused(client):
    assert visit(client, None, "list").status_code == 302


@pytest.mark.parametrize(("role", "may_publish"), [(EDITOR, False), (PUBLISHER, True), (DATA_STEWARD, True)])
def test_who_may_publish(role, may_publish):
    assert UserFactory(role=role).has_perm("library.publish_publication") is may_publish


@pytest.mark.parametrize(("role", "may_import"), [(EDITOR, False), (PUBLISHER, False), (DATA_STEWARD, True)])
def test_who_may_import(role, may_import):
    kinds = {importer.kind for importer in importers_for(UserFactory(role=role))}
    assert ("publications" in kinds) is may_import


def test_draft_is_previewed_with_its_terms(client):
    publication = PublicationFactory(title="Old title")
    publication.title = "New title"
    page = publication.make_preview_request(preview_mode="").render().content.decode()
    assert "New title" in page
    assert "(2019) <i>New title</i>" in page, "also as it would be cited"


def test_home_page_shows_the_newest_three():
    for day in range(1, 5):
        PublicationFactory(title=f"From day {day}", added_on=f"2026-11-0{day}")
    text = Template("{% load library_tags %}{% latest_publications %}").render(Context())
    assert [title for title in ("day 4", "day 3", "day 2", "day 1") if title in text] == ["day 4", "day 3", "day 2"]
    assert text.index("day 4") < text.index("day 2")


def test_home_page_says_when_there_is_nothing():
    assert "No publications" in Template("{% load library_tags %}{% latest_publications %}").render(Context())


def test_publication_with_a_rating_but_no_reason_is_refused_in_the_cms(client):
    publication = PublicationFactory()
    publication.evidence = "strong"
    with pytest.raises(Exception, match="Say why you rate the evidence like this"):
        publication.full_clean()
    assert Publication.objects.get().evidence == "not-rated"
