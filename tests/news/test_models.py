"""What the database refuses, and whose piece it is."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from golab.news.models import NewsAuthor, NewsPage
from tests.factories.accounts import PersonFactory
from tests.factories.news import NewsAuthorFactory, NewsPageFactory


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("news_without_a_date_says_why", {"published_on": None}),
        ("news_with_a_date_is_sorted_by_it", {"sort_date": date(2020, 1, 1)}),
        ("news_with_a_date_is_sorted_by_it", {"sort_date": None}),
        ("news_digest_says_where_its_original_appeared", {"original_title": "Another title"}),
        ("news_digest_says_where_its_original_appeared", {"original_url": "https://example.org/"}),
    ],
)
def test_database_refuses_a_piece_that_contradicts_itself(constraint, changes):
    piece = NewsPageFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        NewsPage.objects.filter(pk=piece.pk).update(**changes)


@pytest.mark.parametrize("changes", [{"name": ""}, {"person": "somebody"}])
def test_author_is_a_profile_or_a_name(changes):
    author = NewsAuthorFactory()
    for name, value in changes.items():
        setattr(author, name, PersonFactory() if name == "person" else value)
    with pytest.raises(IntegrityError, match="news_newsauthor_has_one_name"), transaction.atomic():
        author.save()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"published_on": None}, "say in the date note why there is none"),
        ({"published_on": date(2027, 1, 1)}, "The date lies ahead."),
        ({"original_title": "Another"}, "Say where the original appeared"),
        ({"slug": "themes"}, "has a meaning of its own in addresses"),
    ],
)
def test_form_explains_what_is_wrong(changes, words):
    piece = NewsPageFactory()
    for name, value in changes.items():
        setattr(piece, name, value)
    with pytest.raises(ValidationError) as refused:
        piece.full_clean()
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("names", "published_in", "line"),
    [
        (["Ann"], "", "Ann. 5 March 2026."),
        (["Ann", "Ben", "Chi"], "", "Ann, Ben and Chi. 5 March 2026."),
        (["Ann"], "OPM", "A digest of a piece by Ann. 5 March 2026."),
        ([], "OPM", "5 March 2026."),
    ],
)
def test_byline_says_whose_piece_it_is(names, published_in, line):
    piece = NewsPageFactory(published_in=published_in, authors=[NewsAuthor(name=name) for name in names])
    assert piece.byline == line


def test_piece_without_a_date_stands_last_and_says_why():
    NewsPageFactory(title="Undated", is_undated=True)
    NewsPageFactory(title="Some time in 2021", is_undated=True, sort_date=date(2021, 8, 31))
    NewsPageFactory(title="Dated")
    found = list(NewsPage.objects.latest_first())
    assert [piece.title for piece in found] == ["Dated", "Some time in 2021", "Undated"]
    assert found[-1].date_in_words == "The source carries no date."
