"""The library's feeds, read by a feed reader and checked against the grammar of Atom."""

from pathlib import Path

import feedparser
import pytest
from lxml import etree

from tests.factories.library import PublicationFactory
from tests.factories.taxonomy import PolicyAreaFactory
from tests.hostile import TOGETHER
from tests.reading import shown

pytestmark = pytest.mark.django_db
ATOM = Path(__file__).parent / "schemas" / "atom.rng"
FEEDS = ["feed.atom", "feed.rss"]


def test_atom_follows_the_grammar_of_its_rfc():
    grammar = etree.RelaxNG(etree.parse(ATOM))
    assert not grammar.validate(etree.fromstring('<feed xmlns="http://www.w3.org/2005/Atom"><title/></feed>'))
    for number, text in enumerate(TOGETHER):
        PublicationFactory(title=text, slug=f"hostile-{number}", summary=text, authors=[(text[:160], "")])
    PublicationFactory(policy_areas=[PolicyAreaFactory()])
    assert grammar.validate(etree.fromstring(shown("/library/feed.atom").encode())), grammar.error_log
    assert grammar.validate(etree.fromstring(shown("/library/feed.atom?q=nothing").encode())), grammar.error_log


@pytest.mark.parametrize("name", FEEDS)
def test_feed_reader_understands_it(name):
    area = PolicyAreaFactory(slug="health", name="Health")
    inside = PublicationFactory(
        title="Inside & out", slug="inside", policy_areas=[area], authors=[("Carter", "E.")], added_on="2026-11-02"
    )
    PublicationFactory(title="Outside")
    feed = feedparser.parse(shown(f"/library/{name}?area=health"))
    assert not feed.bozo
    assert feed.feed.link == "http://testserver/library/?area=health"
    assert feed.feed.subtitle.startswith("Publications on outcomes-based commissioning")
    [entry] = feed.entries
    assert (entry.title, entry.link, entry.id) == (
        "Inside & out",
        f"http://testserver{inside.url_on_site}",
        inside.uuid.urn,
    )
    assert (entry.summary, entry.author) == (inside.summary, "Carter, E.")
    assert [tag.term for tag in entry.tags] == ["Report", "Health"]
    assert entry.published_parsed[:3] == (2026, 11, 2)


@pytest.mark.parametrize("name", FEEDS)
def test_list_names_the_feeds_of_the_same_question(name):
    PublicationFactory()
    assert f"/library/{name}?q=paying" in shown("/library/?q=paying")
