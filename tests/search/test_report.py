"""The report of what readers looked for and hardly found."""

from datetime import date

import pytest
from django.urls import reverse

from golab.accounts.roles import DATA_STEWARD, EDITOR
from golab.search.models import UnansweredQuery
from golab.search.unanswered import record
from tests.factories.accounts import UserFactory
from tests.factories.search import UnansweredQueryFactory

pytestmark = pytest.mark.django_db

REPORT = "zero_results:index"
FORGET = "zero_results:forget"


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(role=EDITOR))
    return client


def exported(editor, **query: str) -> list[str]:
    response = editor.get(reverse(REPORT), {"export": "csv", **query})
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


def test_days_are_added_up_and_the_most_frequent_comes_first(editor):
    UnansweredQueryFactory(text="zebra", day=date(2026, 11, 9), count=2)
    UnansweredQueryFactory(text="giraffe", day=date(2026, 11, 8), count=4, found=2)
    UnansweredQueryFactory(text="zebra", day=date(2026, 11, 10), count=3)
    assert exported(editor) == [
        "What readers typed,Results,Times,Last on",
        "zebra,0,5,2026-11-10",
        "giraffe,2,4,2026-11-08",
    ]


@pytest.mark.parametrize(
    ("found", "listed"), [("nothing", ["zebra"]), ("few", ["giraffe"]), ("", ["giraffe", "zebra"]), ("?", None)]
)
def test_those_that_found_nothing_are_told_from_those_that_found_few(editor, found, listed):
    UnansweredQueryFactory(text="zebra")
    UnansweredQueryFactory(text="giraffe", found=2, count=2)
    if listed is None:
        assert editor.get(reverse(REPORT), {"found": found}).status_code == 200
    else:
        assert [line.split(",")[0] for line in exported(editor, found=found)[1:]] == listed


def test_what_may_be_a_name_waits_until_it_was_asked_often(editor):
    record("alex able", found=0, day=date(2026, 11, 9))
    UnansweredQueryFactory(text="sam able", count=3)
    assert exported(editor)[1:] == ["sam able,0,3,2026-11-09"]


def test_each_row_leads_to_the_search_a_synonym_and_off_the_list(editor):
    UnansweredQueryFactory(text="<b>zebra</b>")
    text = editor.get(reverse(REPORT)).text
    assert "&lt;b&gt;zebra&lt;/b&gt;" in text
    assert "<b>zebra" not in text
    for address in (reverse("search:search"), reverse("wagtailsnippets_search_synonym:add"), reverse(FORGET)):
        assert f'href="{address}?' in text
    assert "Everything is deleted after 90 days." in text


def test_report_has_a_steady_cost(editor, django_assert_max_num_queries):
    UnansweredQueryFactory()
    editor.get(reverse(REPORT))
    with django_assert_max_num_queries(16) as one:
        editor.get(reverse(REPORT))
    UnansweredQueryFactory.create_batch(30)
    with django_assert_max_num_queries(len(one)):
        assert "something unheard of" in editor.get(reverse(REPORT)).text


@pytest.mark.parametrize("ordering", ["times", "-latest_day", "results", "password", ""])
def test_report_takes_any_order(editor, ordering):
    UnansweredQueryFactory(text="zebra")
    assert "zebra" in editor.get(reverse(REPORT), {"ordering": ordering}).text


def test_empty_report_says_so(editor):
    assert "Every search of the last 90 days found something." in editor.get(reverse(REPORT)).text


def test_report_stands_in_the_menu_of_those_who_keep_synonyms(editor):
    assert reverse(REPORT) in editor.get(reverse("wagtailadmin_home")).text


def test_home_of_the_cms_shows_the_most_frequent_to_those_who_keep_synonyms(editor, client):
    for number in range(7):
        UnansweredQueryFactory(text=f"zebra{number}", count=number + 1)
    text = editor.get(reverse("wagtailadmin_home")).text
    assert "7 questions of the last 90 days" in text
    assert [f"zebra{number}" in text for number in range(7)] == [False, False, *[True] * 5]
    assert f'<a href="{reverse(REPORT)}">See all of them' in text
    client.force_login(UserFactory(role=DATA_STEWARD))
    assert "Not found in search" not in client.get(reverse("wagtailadmin_home")).text


def test_question_is_taken_off_the_list_by_a_button_and_not_by_a_link(editor):
    for day in (9, 10):
        UnansweredQueryFactory(text="zebra <x>", day=date(2026, 11, day))
    UnansweredQueryFactory(text="giraffe")
    asked = editor.get(reverse(FORGET), {"text": "zebra <x>"})
    assert "Take “zebra &lt;x&gt;” off the list" in asked.text
    assert UnansweredQuery.objects.count() == 3
    response = editor.post(reverse(FORGET), {"text": "zebra <x>"})
    assert (response.status_code, response.url) == (302, reverse(REPORT))
    assert [row.text for row in UnansweredQuery.objects.all()] == ["giraffe"]


@pytest.mark.parametrize("text", ["", "x" * 121, "never asked"])
def test_nothing_else_is_taken_off(editor, text):
    UnansweredQueryFactory(text="zebra")
    assert editor.get(reverse(FORGET), {"text": text}).status_code in (200, 302)
    assert editor.post(reverse(FORGET), {"text": text}).status_code == 302
    assert UnansweredQuery.objects.count() == 1
