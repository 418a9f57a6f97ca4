"""News and comment as readers get it."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.html import escape
from wagtail.models import PageViewRestriction

from golab.news.models import NewsAuthor, NewsIndexPage, NewsPage
from golab.search.indexing import apply_changes
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOW
from tests.factories.news import NewsPageFactory
from tests.factories.taxonomy import StageFactory, TopicFactory
from tests.hostile import TOGETHER
from tests.reading import queries_of, shown

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def index():
    return NewsIndexPage.objects.get()


def titles(address: str) -> list[str]:
    page = shown(address)
    return re.findall(r"<h2><a[^>]*>([^<]*)", page[page.index("<main") : page.index("</main>")])


def feed_entries() -> list:
    response = Client().get("/news/feed.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def test_list_shows_the_latest_first():
    NewsPageFactory(title="Undated", is_undated=True)
    NewsPageFactory(title="Older", published_on=date(2020, 1, 1))
    NewsPageFactory(title="Newer", kind="comment")
    NewsPageFactory(title="Draft", is_published=False)
    assert titles("/news/") == ["Newer", "Older", "Undated"]


def test_list_without_anything_says_so():
    assert "Nothing has been published here yet." in shown("/news/")


def test_list_by_theme():
    NewsPageFactory(title="On data", topics=[TopicFactory(slug="data", name="Data")])
    NewsPageFactory(title="On power", topics=[TopicFactory(slug="power", name="Power")])
    assert titles("/news/themes/data/") == ["On data"]
    page = shown("/news/themes/data/")
    assert "News and comment: Data</h1>" in page
    assert re.search(r'href="/news/themes/data/" aria-current="page"', page)
    assert 'href="/news/themes/power/"' in page


def test_theme_without_a_piece_leads_back_and_an_unknown_one_is_not_found():
    TopicFactory(slug="silent")
    assert "Nothing on this theme has been published yet." in shown("/news/themes/silent/")
    assert Client().get("/news/themes/no-such-theme/").status_code == 404


def test_list_by_author_keeps_the_theme_and_the_choice_over_pages():
    topic = TopicFactory(slug="data", name="Data")
    NewsPageFactory(
        title="Both", live=True, topics=[topic], authors=[NewsAuthor(name="Ann & Co"), NewsAuthor(name="Bo")]
    )
    NewsPageFactory(title="Profile", live=True, authors=[NewsAuthor(person=PersonFactory(name="Bo"))])
    assert titles("/news/?author=Bo") == ["Both", "Profile"]
    assert titles("/news/themes/data/?author=Bo") == ["Both"]
    page = shown("/news/?author=Ann+%26+Co")
    assert "Profile" not in page
    assert re.findall(r'href="/news/(\?author=[^"]*)"( aria-current="page")?', page) == [
        ("?author=Ann+%26+Co", ' aria-current="page"'), ("?author=Bo", "")
    ]  # fmt: skip
    assert 'class="chip" href="/news/"' in page
    assert "Nothing by this author has been published here." in shown("/news/?author=Nobody")
    assert titles("/news/?author=%00") == ["Both", "Profile"]


def test_list_has_pages():
    for _ in range(21):
        NewsPageFactory(live=True)
    assert (len(titles("/news/")), len(titles("/news/?page=2"))) == (20, 1)
    page = shown("/news/")
    assert 'href="?page=2" rel="next"' in page
    assert '<span class="visually-hidden">Page </span>2</a>' in page
    assert 'rel="prev"' in shown("/news/?page=2")
    for nonsense in ("x", "0", "-1", "9" * 40, "99"):
        assert shown(f"/news/?page={nonsense}")


def test_digest_says_whose_the_original_is_and_where_it_appeared():
    piece = NewsPageFactory(
        published_in="OPM, News and Comment", original_title="Challenges", original_url="https://example.org/c",
        authors=[NewsAuthor(name="Chih Hoong Sin", role="Director", organisation="OPM")],
    )  # fmt: skip
    page = shown(piece.url)
    by = r'A digest of a piece by <a href="/news/\?author=Chih%20Hoong%20Sin">Chih Hoong Sin</a>, Director, OPM\.'
    assert re.search(by + r"\s+Named in the role held", page)
    assert "It appeared in OPM, News and Comment on 5 March 2026." in page
    assert '<a href="https://example.org/c">Challenges</a>' in page


def test_piece_of_our_own_names_its_author_and_no_original():
    piece = NewsPageFactory(authors=[NewsAuthor(person=PersonFactory(name="Priya Profile"))])
    page = shown(piece.url)
    assert "Priya Profile" in page
    assert "5 March 2026" in page
    assert "digest" not in page
    assert "The original" not in page


def test_no_piece_offers_a_form_for_comments():
    page = shown(NewsPageFactory(kind="comment").url)
    assert page.count('method="post"') == 1  # Save for later
    assert "<textarea" not in page


def test_pieces_with_shared_themes_are_offered():
    data = TopicFactory(slug="data")
    NewsPageFactory(title="The same theme", topics=[data])
    NewsPageFactory(title="Another subject")
    page = shown(NewsPageFactory(topics=[data]).url)
    assert "The same theme" in page
    assert "Another subject" not in page


def test_feed_lists_pieces():
    NewsPageFactory(title="Ours", authors=[NewsAuthor(name="Ann")], topics=[TopicFactory(name="Data")])
    NewsPageFactory(title="A digest", published_in="OPM", authors=[NewsAuthor(name="Ben")], is_undated=True)
    ours, digest = feed_entries()
    assert ours.find(f"{ATOM}title").text == "Ours"
    assert ours.find(f"{ATOM}author/{ATOM}name").text == "Ann"
    assert ours.find(f"{ATOM}published").text.startswith("2026-03-05T00:00:00")
    assert ours.find(f"{ATOM}category").attrib["term"] == "Data"
    assert digest.find(f"{ATOM}author/{ATOM}name").text == "Government Outcomes Lab"
    assert digest.find(f"{ATOM}published").text.startswith("2026-11-09")


def test_feed_is_whole_when_empty_and_only_read():
    assert feed_entries() == []
    assert Client().post("/news/feed.atom").status_code == 405


def test_drafts_and_closed_pieces_are_in_no_feed():
    NewsPageFactory(title="Draft", is_published=False)
    closed = NewsPageFactory(title="For partners")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert feed_entries() == []
    assert "For partners" not in shown("/")


@pytest.mark.parametrize("text", TOGETHER, ids=["1", "2", "3"])
def test_hostile_text_stays_text(text):
    piece = NewsPageFactory(
        title=f"T {text}", slug="hostile", search_description=text, published_in=text, original_title=text,
        is_undated=True, date_note=text, topics=[TopicFactory(name=text, slug="hostile")],
        authors=[NewsAuthor(name=text, role=text, organisation=text)],
    )  # fmt: skip
    for address in (piece.url, "/news/", "/news/themes/hostile/", "/"):
        page = shown(address)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert escape(f"T {text}").strip() in shown(piece.url)
    assert len(feed_entries()) == 1


def test_pages_cost_the_same_few_queries_at_any_size():
    for count in (1, 10):
        topics = [TopicFactory() for _ in range(count)]
        for _ in range(count):
            NewsPageFactory(live=True, topics=topics)
        persons = [NewsAuthor(person=PersonFactory()) for _ in range(count)]
        stages = [StageFactory() for _ in range(count)]
        piece = NewsPageFactory(live=True, topics=topics, authors=persons, stages=stages)
        asked = [queries_of(address) for address in ("/news/", f"/news/themes/{topics[0].slug}/", piece.url)]
        assert [len(queries) for queries in asked] == [6, 7, 6], count
        assert [len(set(queries)) for queries in asked] == [6, 7, 6], count


def test_home_page_shows_the_latest_three():
    for day in (1, 2, 3, 4):
        NewsPageFactory(title=f"Day {day}", published_on=date(2026, 3, day))
    page = shown("/")
    assert re.findall(r"Day \d", page) == ["Day 4", "Day 3", "Day 2"]
    assert 'href="/news/">All posts' in page


def test_home_page_without_the_room_still_stands(index):
    index.delete()
    assert "Nothing has been published here yet." in shown("/")


def test_search_finds_a_piece_by_its_author():
    NewsPageFactory(title="On outcomes", authors=[NewsAuthor(name="Zephyrine Author")])
    apply_changes(now=NOW)
    assert "On outcomes" in shown("/search/?q=zephyrine")
    NewsPage.objects.get().unpublish()
    apply_changes(now=NOW)
    assert "On outcomes" not in shown("/search/?q=zephyrine")
