import pytest

from golab.pages.markdown import rich_text
from golab.pages.marking import MOST_ON_A_PAGE, Marker
from golab.pages.models.glossary import Entry


def entry(pk: int, term: str) -> Entry:
    return Entry(pk, term, term.lower(), (), "")


@pytest.fixture
def mark():
    return Marker((entry(1, "Deadweight"), entry(2, "Outcome fund"), entry(3, "Outcome"), entry(4, "Cap rate fund")))


def test_first_use_is_marked_once_on_a_page(mark):
    shown = mark("<p>Deadweight here, deadweight there.</p>")
    assert shown == '<p><a linktype="glossary" id="1">Deadweight</a> here, deadweight there.</p>'
    assert mark("<p>Deadweight again.</p>") == "<p>Deadweight again.</p>"


def test_plural_is_marked_whole(mark):
    assert mark("<p>Two outcome funds.</p>") == '<p>Two <a linktype="glossary" id="2">outcome funds</a>.</p>'


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/x/">deadweight</a></p>',
        '<p><a href="/x/">the <b>deadweight</b></a></p>',
        '<p title="deadweight">words</p>',
        "<p>{{ deadweight }}</p>",
        "<p>deadweighted</p>",
        "<p>outcome</p>",
    ],
)
def test_links_tags_facts_and_common_words_are_left_alone(mark, html):
    assert mark(html) == html


def test_a_page_gets_six_terms_at_most():
    mark = Marker(tuple(entry(number, f"Termword{chr(96 + number)}") for number in range(1, 10)))
    shown = mark("<p>" + " ".join(f"termword{chr(96 + number)}" for number in range(1, 10)) + "</p>")
    assert shown.count("linktype") == MOST_ON_A_PAGE


def test_marking_loses_no_word(mark):
    html = rich_text("The **deadweight** of an outcome fund, by [outcome fund](/x/).\n\n- Deadweight & more")
    assert (
        mark(html)
        .replace('<a linktype="glossary" id="1">deadweight</a>', "deadweight")
        .replace('<a linktype="glossary" id="2">outcome fund</a>', "outcome fund")
        == html
    )
