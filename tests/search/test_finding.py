"""Asking: any text, the order of what is found, synonyms, corrections, counts, marks."""

from datetime import date
from time import monotonic

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as property_settings
from hypothesis import strategies as st

from golab.search import asking, find, finding, matching
from golab.search.results import Filters
from golab.search.text import is_one_slip
from tests.factories.search import SynonymFactory, indexed

pytestmark = pytest.mark.django_db


def keys(text: str, **filters: tuple) -> list[str]:
    return [hit.key for hit in find(text, Filters(**filters)).hits]


def facet(results, name: str) -> dict[str, int]:
    return next({each.value: each.count for each in one.options} for one in results.facets if one.name == name)


@property_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
def test_any_text_is_answered(text):
    assert find(text).total == 0


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\x00", "'", '"', "(((", "a & b | !c:*", "\\", "<script>", "%s %(q)s {}", "😀" * 50, "\ud800",
     "price " * 2_000, "日本語", "العربية", "the of and", "-- ; DROP TABLE", "\x02price\x03"],
)  # fmt: skip
def test_hostile_text_is_answered(text):
    indexed(title="Price outcomes")
    results = find(text)
    assert results.total == (1 if "price" in text else 0)
    assert not results.took_too_long


def test_all_words_come_before_any_word():
    indexed(key="both", title="A note", body="On rate and, further on, on a card. " + "Filler words here. " * 200)
    indexed(key="one", title="Rate rate rate", summary="Rate.")
    assert keys("rate card") == ["both", "one"]


def test_all_words_of_a_sentence_are_worth_less_than_a_page_about_it():
    filler = " ".join(f"word{number}" for number in range(400))
    indexed(key="about", title="What rough sleeping costs", body="Rough sleeping costs money.")
    indexed(key="long", title="Guide", body=f"Much {filler} rough {filler} sleeping {filler} cost")
    for number in range(8):
        indexed(key=f"other{number}", title="Prisons", body="Nothing of it.")
    assert keys("how much does rough sleeping cost") == ["about", "long"]
    assert keys("much rough sleeping cost") == ["long", "about"]


def test_long_extract_ends_with_its_marks_closed():
    indexed(key="a", title="Guide", summary=" ".join(["paying"] * 80))
    extract = find("paying").hits[0].extract
    assert extract.count("<mark>") == extract.count("</mark>") == 50
    assert extract.endswith("</mark> …")


def test_title_counts_more_than_body():
    indexed(key="body", title="Something else", body="Deadweight is here.")
    indexed(key="title", title="Deadweight", body="Something else is here.")
    assert keys("deadweight") == ["title", "body"]


def test_rare_words_count_more():
    for number in range(5):
        indexed(title=f"Provider {number}")
    indexed(key="rare", title="Creaming")
    assert keys("provider creaming")[0] == "rare"


def test_stems_accents_and_hyphens_do_not_matter():
    indexed(key="it", title="Évaluating outcomes-based contracts")
    assert keys("evaluation") == keys("outcomes based") == keys("outcome/based CONTRACT") == ["it"]


@pytest.mark.parametrize("typed", ["tariff", "rate cards", "price list"])
def test_synonyms_work_both_ways(typed):
    SynonymFactory(terms=["rate card", "tariff", "price list"])
    for term in ("rate card", "tariff", "price list"):
        indexed(key=term.replace(" ", "-"), title=f"About the {term}")
    assert set(keys(typed)) == {"rate-card", "tariff", "price-list"}
    assert len(find(typed).synonyms_used) == 2


def test_synonym_of_several_words_is_a_phrase():
    SynonymFactory(kind="acronym", terms=["SIB", "social impact bond"])
    indexed(key="phrase", title="The social impact bond")
    indexed(key="loose", title="A social bond, and its impact")
    assert keys("SIB") == ["phrase"]


def test_one_way_synonym_works_one_way():
    SynonymFactory(kind="one-way", terms=["bid"], expands_to=["tender"])
    indexed(key="tender", title="Tender")
    indexed(key="bid", title="Bid")
    assert keys("bid") == ["bid", "tender"]
    assert keys("tender") == ["tender"]


def test_what_is_never_expanded_is_left_alone():
    SynonymFactory(terms=["value", "worth"])
    indexed(key="worth", title="Worth")
    assert keys("value") == ["worth"]
    SynonymFactory(kind="never", terms=["social value"])
    assert keys("social value") == []


def test_letters_that_are_a_word_count_in_capitals_only():
    SynonymFactory(kind="acronym", terms=["IF", "Innovation Fund"], is_capitals_only=True)
    indexed(key="fund", title="Innovation Fund")
    assert (keys("IF"), keys("if")) == (["fund"], [])


def test_retired_synonym_is_forgotten():
    SynonymFactory(terms=["tariff", "price list"], is_active=False)
    indexed(title="Price list")
    assert keys("tariff") == []


@pytest.mark.parametrize("typed", ["crads", "cads", "cardds", "carss"])
def test_one_slip_is_mended(typed):
    indexed(key="it", title="Rate cards")
    results = find(f"rate {typed}")
    assert (results.corrected, [hit.key for hit in results.hits]) == ("rate cards", ["it"])


def test_quoted_words_are_not_mended():
    indexed(title="Rate cards")
    assert find('"rate crads"').corrected == ""


@given(st.text(alphabet="abc", min_size=1, max_size=6), st.text(alphabet="abc", min_size=1, max_size=6))
def test_slips_work_both_ways(one, other):
    assert is_one_slip(one, other) == is_one_slip(other, one)


def test_each_facet_counts_over_the_others():
    indexed("guide", title="Price a", stages=("one",), policy_areas=("homes",))
    indexed("guide", title="Price b", stages=("two",), policy_areas=("jobs",))
    indexed("term", title="Price c", stages=("one",), policy_areas=("jobs",))
    results = find("price", Filters(kinds=("guide",), stages=("one",)))
    assert results.total == 1
    assert {kind: count for kind, count in facet(results, "kind").items() if count} == {"guide": 1, "term": 1}
    assert facet(results, "stage") == {"one": 1, "two": 1}
    assert facet(results, "area") == {"homes": 1}


def test_values_of_one_facet_are_alternatives():
    indexed(key="a", title="Price a", date=date(2024, 1, 1), countries=("GB",))
    indexed(key="b", title="Price b", date=date(2025, 1, 1), countries=("PT",))
    assert set(keys("price", years=(2024, 2025))) == {"a", "b"}
    assert keys("price", years=(2024, 2025), countries=("PT",)) == ["b"]


def test_counts_match_what_a_choice_gives():
    for number in range(12):
        indexed("term" if number % 3 else "guide", title=f"Price {number}", stages=(f"stage-{number % 4}",))
    results = find("price", per_page=5)
    assert results.total == 12
    for kind, count in facet(results, "kind").items():
        assert find("price", Filters(kinds=(kind,))).total == count
    for stage, count in facet(results, "stage").items():
        assert find("price", Filters(stages=(stage,))).total == count


def test_pages_hold_every_hit_once():
    for number in range(7):
        indexed(title=f"Price {number}")
    pages = [[hit.key for hit in find("price", page=page, per_page=3).hits] for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({key for page in pages for key in page}) == 7
    assert find("price", per_page=3).pages == 3


def test_groups_show_two_of_each_kind_in_the_order_of_sources():
    for number in range(5):
        indexed("term", title=f"Price {number}")
    indexed("step", title="Price outcomes")
    groups = find("price", grouped=True).groups
    assert [(group.kind, group.total, len(group.hits)) for group in groups] == [("step", 1, 1), ("term", 5, 2)]
    assert [group.has_more for group in groups] == [False, True]


def test_exact_title_or_other_name_is_boxed():
    indexed("term", key="card", title="Rate card", names=("Tariff",))
    indexed("term", key="more", title="Rate card and more")
    assert find("Rate cards").exact.key == find("tariff").exact.key == "card"
    assert find("rate").exact is None


def test_exact_hit_stands_in_its_box_and_not_in_its_group():
    indexed("term", key="card", title="Rate card", summary="A list of prices.")
    for number in range(3):
        indexed("term", key=f"more-{number}", title=f"Rate card {number}")
    indexed("step", key="alone", title="Tariff")
    results = find("rate card", grouped=True)
    assert (results.exact.key, results.exact.summary) == ("card", "A list of prices.")
    assert [(group.total, [hit.key for hit in group.hits]) for group in results.groups] == [(4, ["more-0", "more-1"])]
    (alone,) = find("tariff", grouped=True).groups
    assert (alone.total, alone.hits) == (1, [])


def test_marks_are_the_only_markup():
    indexed(title="<b>Price</b> & more", summary="<i>price</i> \x02x\x03")
    hit = find("price").hits[0]
    assert hit.title == "&lt;b&gt;<mark>Price</mark>&lt;/b&gt; &amp; more"
    assert hit.extract.startswith("&lt;i&gt;<mark>price</mark>&lt;/i&gt;")
    assert hit.extract.count("<mark>") == hit.extract.count("</mark>") == 1


def test_extract_shows_where_the_words_stand():
    indexed(title="A guide", body="Nothing here. " * 100 + "A deadweight in the middle. " + "Nothing here. " * 100)
    assert "<mark>deadweight</mark>" in find("deadweight").hits[0].extract


def test_limit_ends_with_the_search():
    from django.db import connection

    indexed(title="Price")
    find("price")
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.parametrize("part", ["understand", "read", "show"])
def test_search_that_takes_too_long_is_given_up_within_a_second(monkeypatch, part):
    indexed(title="Price")
    slow = "(SELECT pg_sleep(5)) AS late"
    if part == "understand":
        monkeypatch.setattr(asking, "_ANALYSE", f"{asking._ANALYSE}, {slow}")
    elif part == "read":
        monkeypatch.setattr(
            matching, "_FETCH", matching._FETCH.replace("FROM search_block\n", f"FROM search_block, {slow}\n")
        )
    else:
        monkeypatch.setattr(finding, "_HITS", finding._HITS.replace("WHERE", f", {slow} WHERE"))
    started = monotonic()
    assert find("price").took_too_long
    assert monotonic() - started < 1.5  # of which half a second is for a busy machine


def test_words_beyond_what_a_question_may_read_are_left_out_from_the_most_common_on(monkeypatch):
    for number in range(30):
        indexed(key=f"common-{number}", title="Common")
    indexed(key="rare", title="Rare")
    assert find("common rare").total == 31
    monkeypatch.setattr(matching, "MOST_BYTES", 60)
    assert keys("common rare") == ["rare"]
    assert find("common").total == 30, "the rarest word is always read"


def test_adding_up_that_takes_too_long_is_given_up(monkeypatch):
    indexed(title="Price")
    monkeypatch.setattr(finding, "LONGEST_SEARCH", 0)
    assert find("price").took_too_long
