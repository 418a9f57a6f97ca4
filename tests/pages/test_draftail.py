import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from golab.pages import richtext
from golab.pages.snapshots import start_request
from tests.factories.pages import GlossaryTermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _new_page():
    start_request()
    richtext._start_page()


@pytest.fixture
def converter():
    return ContentstateConverter(features=richtext.FEATURES)


def test_term_comes_back_from_the_editor_as_it_went_in(converter):
    term = GlossaryTermFactory(term="Deadweight")
    stored = f'<p data-block-key="abcde">The <a id="{term.pk}" linktype="glossary">deadweight</a> counts.</p>'
    state = json.loads(converter.from_database_format(stored))
    assert list(state["entityMap"].values()) == [
        {"type": "GLOSSARY-TERM", "mutability": "MUTABLE", "data": {"id": str(term.pk), "string": "Deadweight"}}
    ]
    back = converter.to_database_format(json.dumps(state))
    assert back.count("<a ") == 1
    assert 'linktype="glossary"' in back
    assert f'id="{term.pk}"' in back
    assert converter.from_database_format(back) == converter.from_database_format(stored)
    assert 'popovertarget="term-deadweight"' in richtext.render(back)


def test_term_that_is_gone_says_so_in_the_editor(converter):
    state = json.loads(converter.from_database_format('<p><a linktype="glossary" id="999999">words</a></p>'))
    assert state["entityMap"]["0"]["data"] == {"id": "999999", "string": "A term that is gone"}


def test_other_links_are_left_to_wagtail(converter):
    stored = '<p data-block-key="abcde"><a href="https://example.org/">there</a></p>'
    assert converter.to_database_format(converter.from_database_format(stored)) == stored


def test_references_to_pages_and_terms_are_found():
    assert list(richtext.PageLink.extract_references({"id": "3"}))[0][1] == "3"
    assert list(richtext.TermLink.extract_references({"id": "4"}))[0][1] == "4"
