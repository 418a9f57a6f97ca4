"""The shared finder, on the library's publications: counts are proven against brute force."""

from itertools import count

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from golab.pages import snapshots
from golab.pages.finder.finder import Finder, Sort
from golab.pages.finder.terms import terms
from library.finder import publications
from library.models import Publication
from tests.factories.library import PublicationFactory, grow_library
from tests.factories.taxonomy import PolicyAreaFactory, ResourceTypeFactory, StageFactory, StepFactory

AREAS, STAGES, TYPES = ["area-a", "area-b", "area-c"], ["stage-a", "stage-b"], ["type-a", "type-b", "type-c"]


def find(query: str = "", finder: Finder = publications):
    return finder.find(Publication.objects.published(), QueryDict(query), path="/library/")


def counts_of(found, name: str) -> dict[str, int]:
    return {option.value: option.count for group in found.facets if group.name == name for option in group.options}


def some(values):
    return st.lists(st.sampled_from(values), unique=True, max_size=3)


RECORDS = st.lists(
    st.fixed_dictionaries({"type": st.sampled_from(TYPES), "area": some(AREAS), "stage": some(STAGES)}), max_size=8
)
CHOSEN = st.fixed_dictionaries({"type": some(TYPES), "area": some(AREAS), "stage": some(STAGES)})


def fits(record: dict, chosen: dict, leaving_out: str = "") -> bool:
    """OR inside a facet, AND between facets, written as plainly as can be."""
    for name, wanted in chosen.items():
        has = [record[name]] if isinstance(record[name], str) else record[name]
        if name != leaving_out and wanted and not set(has) & set(wanted):
            return False
    return True


class TestCounts(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(records=RECORDS, chosen=CHOSEN)
    def test_counts_are_those_of_brute_force(self, records, chosen):
        made = {
            "type": {slug: ResourceTypeFactory(slug=slug) for slug in TYPES},
            "area": {slug: PolicyAreaFactory(slug=slug) for slug in AREAS},
            "stage": {slug: StageFactory(slug=slug) for slug in STAGES},
        }
        numbers = count()
        for record in records:
            PublicationFactory(
                title=f"Record {next(numbers)}",
                resource_type=made["type"][record["type"]],
                policy_areas=[made["area"][slug] for slug in record["area"]],
                stages=[made["stage"][slug] for slug in record["stage"]],
            )
        snapshots.start_request()
        terms.forget()
        query = QueryDict(mutable=True)
        for name, values in chosen.items():
            query.setlist(name, values)
        found = find(query.urlencode())
        assert found.total == len([record for record in records if fits(record, chosen)]) == found.queryset.count()
        for name, values in (("type", TYPES), ("area", AREAS), ("stage", STAGES)):
            others = [record for record in records if fits(record, chosen, leaving_out=name)]
            for value in values:
                has = [record for record in others if value == record[name] or value in record[name]]
                assert counts_of(found, name)[value] == len(has)


@pytest.fixture
def three(db):
    """Three reports of three years, one of them on homelessness."""
    area = PolicyAreaFactory(slug="homelessness", name="Homelessness")
    return [
        PublicationFactory(title="Alpha", year=2010, policy_areas=[area]),
        PublicationFactory(title="Beta", year=2015),
        PublicationFactory(title="Gamma", year=2020),
    ]


def titles(found) -> list[str]:
    return [publication.title for publication in found.page]


def test_counts_and_total_take_one_statement(three):
    terms.get()
    with CaptureQueriesContext(connection) as asked:
        found = find("type=report&area=homelessness")
        assert (found.total, len(found.counts.by_facet)) == (1, len(publications.facets))
    assert len(asked) == 1


def test_terms_take_one_statement(three):
    snapshots.start_request()
    with CaptureQueriesContext(connection) as asked:
        assert terms.get().by_kind["area"]
    assert len(asked) == 1


def test_repeated_key_is_or_and_other_keys_are_and(three):
    assert titles(find("type=report&type=book")) == ["Gamma", "Beta", "Alpha"]
    assert titles(find("type=report&area=homelessness")) == ["Alpha"]
    assert titles(find("type=book&area=homelessness")) == []


@pytest.mark.parametrize(
    "query",
    [
        "type=no-such-type",
        "type=%00",
        "area=' OR 1=1",
        "page=0",
        "page=-1",
        "page=two",
        "page=99999999999999999999",
        "sort=drop",
        "sort=relevance",
        "year_from=abc",
        "year_to=1e9",
        "year_from=99999",
        "q=%00",
        "unknown=1",
        "q=&type=&year_from=",
    ],
)
def test_what_makes_no_sense_is_left_out(three, query):
    found = find(query)
    assert titles(found) == ["Gamma", "Beta", "Alpha"]
    assert found.query_string == ""


@pytest.mark.parametrize("words", ["%25", "((((", "*:*", "]]><!--", "🙂"])
def test_words_of_signs_only_find_nothing(three, words):
    """By relevance, as every list of words: no record has any."""
    found = find(f"q={words}")
    assert (titles(found), found.is_by_relevance) == ([], True)
    assert [suggestion.count for suggestion in found.suggestions] == [3, 3]


def test_page_beyond_the_last_is_the_last(db):
    grow_library(60)
    found = find("page=99")
    assert found.page.number == 3
    assert len(titles(found)) == 10
    assert (found.previous_url, found.next_url) == ("/library/?page=2", "")


def test_pages_near_this_one_are_offered(db):
    grow_library(300)
    found = find("page=6&type=report")
    assert [link.number for link in found.page_links] == [1, 4, 5, 6, 7, 8, 12]
    assert [link.url for link in found.page_links][:1] == ["/library/?type=report"]
    assert [link.is_current for link in found.page_links] == [False, False, False, True, False, False, False]
    assert [link.number for link in found.page_links if link.is_after_gap] == [4, 12]
    assert [link.number for link in find("page=4").page_links if link.is_after_gap] == [12]
    assert find().page.paginator.per_page == 25


def test_years_bound_the_list_in_either_order(three):
    assert titles(find("year_from=2012&year_to=2018")) == ["Beta"]
    assert titles(find("year_from=2018&year_to=2012")) == ["Beta"]
    assert titles(find("year_from=2015")) == ["Gamma", "Beta"]


def test_sorts(three):
    assert titles(find("sort=title")) == ["Alpha", "Beta", "Gamma"]
    assert titles(find("sort=oldest")) == ["Alpha", "Beta", "Gamma"]
    assert titles(find("q=council&sort=newest")) == ["Gamma", "Beta", "Alpha"]


def test_relevance_is_offered_only_for_words(three):
    assert "Relevance" not in [sort.label for sort in find().sorts]
    chosen = [sort.label for sort in find("q=alpha").sorts if sort.is_chosen]
    assert chosen == ["Relevance"]


def test_order_in_which_a_list_stands_anyway_is_not_asked_for(three):
    """The form of a list that stands newest first is sent with words: the closest come first, not the newest."""
    assert [(sort.value, sort.is_chosen) for sort in find().sorts] == [
        ("", True),
        ("oldest", False),
        ("added", False),
        ("title", False),
    ]
    assert [sort.value for sort in find("q=alpha&sort=title").sorts] == ["", "newest", "oldest", "added", "title"]
    assert [sort.is_chosen for sort in find("q=alpha&sort=title").sorts] == [False, False, False, False, True]


def test_chips_take_away_one_value_and_keep_the_rest(three):
    found = find("type=report&type=book&area=homelessness&year_from=2000&page=3&q=alpha")
    assert [(chip.facet, chip.label, chip.url) for chip in found.chips] == [
        ("Type", "Report", "/library/?q=alpha&type=book&area=homelessness&year_from=2000"),
        ("Type", "Book", "/library/?q=alpha&type=report&area=homelessness&year_from=2000"),
        ("Policy area", "Homelessness", "/library/?q=alpha&type=report&type=book&year_from=2000"),
        ("Year", "From 2000", "/library/?q=alpha&type=report&type=book&area=homelessness"),
    ]


def test_option_that_finds_nothing_stays_unless_the_facet_is_sparse(three):
    found = find("area=homelessness")
    assert counts_of(found, "type")["book"] == 0
    assert counts_of(found, "step") == {}


def test_retired_term_is_offered_only_where_something_has_it(db):
    used = PolicyAreaFactory(slug="used", is_active=False)
    PolicyAreaFactory(slug="unused", is_active=False)
    PublicationFactory(policy_areas=[used])
    offered = counts_of(find(), "area")
    assert offered["used"] == 1
    assert "unused" not in offered


def test_suggestions_name_the_filter_that_helps_most_first(three):
    found = find("area=homelessness&type=book&year_from=2012")
    assert found.total == 0
    assert [(suggestion.label, suggestion.count) for suggestion in found.suggestions] == [
        ("See all 3 publications", 3),
    ]
    found = find("area=homelessness&year_from=2012")
    assert [suggestion.label for suggestion in found.suggestions] == [
        "Remove “Homelessness” to see 2 publications",
        "Remove the years to see 1 publication",
        "See all 3 publications",
    ]
    assert found.suggestions[0].url == "/library/?year_from=2012"


def test_numbers_of_stages_and_steps_follow_from_their_order(db):
    second, first = StageFactory(slug="s-2", sort_order=9002), StageFactory(slug="s-1", sort_order=9001)
    StageFactory(slug="s-0", sort_order=9000, is_active=False)
    StepFactory(slug="late", stage=second, sort_order=2)
    StepFactory(slug="early", stage=second, sort_order=1)
    StepFactory(slug="only", stage=first, sort_order=5)
    numbers = {term.key: term.number for kind in ("stage", "step") for term in terms.get().by_kind[kind]}
    offset = int(numbers["s-1"]) - 1
    assert numbers["s-0"] == ""
    assert numbers["s-2"] == str(offset + 2)
    assert [numbers["only"], numbers["early"], numbers["late"]] == [
        f"{offset + 1}.1",
        f"{offset + 2}.1",
        f"{offset + 2}.2",
    ]


def test_finder_without_words_and_years_ignores_them(three):
    plain = Finder(noun="record", nouns="records", facets=(), sorts=(Sort("title", "Title", ("title", "pk")),))
    found = find("q=alpha&year_from=2020", plain)
    assert (found.total, found.count_text, found.years) == (3, "3 records", None)
