import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.contrib.redirects.models import Redirect

from golab.pages.addresses import RESERVED_SLUGS
from library.models import Publication, PublicationAuthor, PublicationLink, PublicationProject
from tests.factories.library import PublicationFactory
from tests.factories.sibdb import ProjectFactory
from tests.factories.taxonomy import PolicyAreaFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("publication_year_is_plausible", {"year": 1066}),
        ("publication_slug_is_free", {"slug": "export"}),
        ("publication_doi_is_normalised", {"doi": "10.1111/SPOL.12260"}),
        ("publication_doi_is_normalised", {"doi": "spol.12260"}),
        ("publication_verified_doi_is_given", {"doi_is_verified": True}),
        ("publication_isbn_looks_like_one", {"isbn": "140985447"}),
        ("publication_rating_says_why", {"evidence": "strong", "evidence_note": " ", "text_read_on": "2026-11-20"}),
        ("publication_rating_needs_reading", {"evidence": "strong", "evidence_note": "A trial."}),
        ("publication_parts_need_reading", {"found": "It pays."}),
    ],
)
def test_database_refuses(constraint, values):
    publication = PublicationFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(**values)


def test_database_refuses_a_second_publication_with_the_same_doi():
    PublicationFactory(doi="10.1111/spol.12260")
    other = PublicationFactory()
    with pytest.raises(IntegrityError, match="publication_doi_stands_once"), transaction.atomic():
        Publication.objects.filter(pk=other.pk).update(doi="10.1111/spol.12260")


def test_database_refuses_an_author_without_a_name():
    publication = PublicationFactory()
    with pytest.raises(IntegrityError, match="publication_author_has_a_name"), transaction.atomic():
        PublicationAuthor.objects.create(publication=publication, family=" ")


def test_database_refuses_a_link_without_words():
    publication = PublicationFactory()
    with pytest.raises(IntegrityError, match="publication_link_says_what_it_is"), transaction.atomic():
        PublicationLink.objects.create(publication=publication, label=" ", url="https://example.org/")


@pytest.mark.parametrize("slug", RESERVED_SLUGS)
def test_reserved_slug_is_refused_with_words(slug):
    publication = PublicationFactory.build(slug=slug, resource_type=None)
    with pytest.raises(ValidationError) as caught:
        publication.full_clean(exclude=["resource_type"])
    assert "This address has a meaning of its own. Add a word to it." in caught.value.messages


def test_doi_is_brought_into_one_form():
    publication = PublicationFactory(doi="https://doi.org/10.1332/204674313X13812372137921 ")
    assert publication.doi == "10.1332/204674313x13812372137921"


@pytest.mark.parametrize("isbn", ["978-1-4098-5447-1", "978-1-4098-5447", "1234567890123"])
def test_isbn_with_a_wrong_digit_is_refused(isbn):
    publication = PublicationFactory()
    publication.isbn = isbn
    with pytest.raises(ValidationError, match="One of the digits here is wrong"):
        publication.full_clean()


def test_isbn_as_printed_is_taken():
    publication = PublicationFactory()
    publication.isbn = "978-1-4098-5447-0"
    publication.full_clean()


def test_fourth_point_is_refused():
    publication = PublicationFactory(text_read_on="2026-11-20", so_what="One\nTwo\n\nThree\nFour")
    with pytest.raises(ValidationError, match="Keep to three points"):
        publication.full_clean()


def test_doi_from_memory_is_not_shown():
    assert PublicationFactory.build(doi="10.1/x", resource_type=None).shown_doi == ""
    read = PublicationFactory.build(doi="10.1111/x", doi_is_verified=True, resource_type=None)
    assert read.doi_url == "https://doi.org/10.1111/x"


def test_line_of_authors_follows_the_authors():
    publication = PublicationFactory(authors=[("Carter", "E."), ("National Audit Office", "")])
    assert publication.author_line == "Carter, E.; National Audit Office"


def test_draft_changes_wait_for_publishing():
    """Children and terms of a draft stay with the draft; publishing writes them all."""
    publication = PublicationFactory(authors=[("Carter", "E.")])
    area = PolicyAreaFactory()
    publication.title = "A better title"
    publication.authors = [PublicationAuthor(family="Ball", given="N.")]
    publication.policy_areas = [area]
    revision = publication.save_revision()
    stored = Publication.objects.get()
    assert (stored.title, stored.author_line, list(stored.policy_areas.all())) != ("A better title", "Ball, N.", [area])
    revision.publish()
    stored = Publication.objects.get()
    assert (stored.title, stored.author_line, list(stored.policy_areas.all())) == ("A better title", "Ball, N.", [area])


def test_old_address_leads_to_the_new_one(client):
    publication = PublicationFactory(slug="first-name")
    publication.slug = "second-name"
    publication.save_revision().publish()
    answer = client.get("/library/first-name/")
    assert (answer.status_code, answer["Location"]) == (301, "/library/second-name/")


def test_unpublished_publication_leaves_no_redirect():
    publication = PublicationFactory(slug="first-name", is_draft=True)
    publication.slug = "second-name"
    publication.save()
    assert not Redirect.objects.exists()


def test_place_of_publication_reads_as_people_write_it():
    article = PublicationFactory.build(
        journal="Social Policy & Administration", volume="52", issue="1", pages="4-28", resource_type=None
    )
    assert article.where == "Social Policy & Administration 52(1), 4-28"
    assert (article.first_page, article.last_page) == ("4", "28")
    assert PublicationFactory.build(publisher="OECD", resource_type=None).where == "OECD"


def test_words_find_all_words_first_and_some_where_none_has_all():
    both = PublicationFactory(title="Pricing outcomes", slug="a")
    one = PublicationFactory(title="Pricing", slug="b", summary="About money.", publisher="")
    assert list(Publication.objects.matching("pricing outcome")) == [both]
    found = Publication.objects.matching("pricing giraffes").order_by("-relevance", "pk")
    assert set(found) == {both, one}
    assert all(publication.relevance < 1 for publication in found)
    assert Publication.objects.matching("pricing outcome").get().relevance >= 1


@pytest.mark.parametrize("words", ["!!!", "“", "' OR 1=1 --", 'unbalanced "quote', "a & | b:*"])
def test_hostile_words_find_nothing_bad(words):
    PublicationFactory(title="Paying for outcomes")
    assert list(Publication.objects.matching(words)) == []


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"author_line": "Pleace, N.", "publisher": "Crisis"}, "Pleace, N. Crisis, 2015"),
        ({"author_line": "Ivory Coast Council", "publisher": "Ivory Coast Council"}, "Ivory Coast Council. 2015"),
        ({"author_line": "", "publisher": ""}, "2015"),
    ],
)
def test_byline_says_who_where_and_when_once(facts, line):
    assert Publication(year=2015, **facts).byline == line


def test_database_refuses_to_name_a_project_twice():
    publication, project = PublicationFactory(), ProjectFactory()
    PublicationProject.objects.create(publication=publication, project=project)
    with pytest.raises(IntegrityError, match="publication_is_about_a_project_once"), transaction.atomic():
        PublicationProject.objects.create(publication=publication, project=project)


@pytest.mark.parametrize(
    ("facts", "words"),
    [({}, ""), ({"file_format": "web"}, "Web page"), ({"file_format": "pdf", "file_kb": 300}, "PDF, 300.0 KB")],
)
def test_facts_of_a_file_are_those_that_are_known(facts, words):
    assert Publication(**facts).file_facts == words
