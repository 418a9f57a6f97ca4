import csv
import io
import json
import re

import pytest
import rispy

from golab.search.indexing import keep_up, rebuild
from library.models import Publication, PublicationProject
from tests.factories.library import PublicationFactory, grow_library
from tests.factories.pages import HomePageFactory
from tests.factories.sibdb import ProjectFactory
from tests.factories.taxonomy import CountryFactory, PolicyAreaFactory, ResourceTypeFactory, StageFactory, StepFactory
from tests.reading import content_of, main_of, queries_of, shown

pytestmark = pytest.mark.django_db
READ = {
    "text_read_on": "2026-11-20",
    "asks": "Does it pay?",
    "how": "A matched group.",
    "found": "It pays a little.",
    "limits": "One town.",
    "so_what": "- Ask early\n- Count once",
}


QUERIES = {
    "/library/": 3,
    "/library/?q=learned&type=report&sort=title&page=2": 3,
    "/library/?q=giraffe&type=report": 4,  # one asks what was probably meant
    "/library/?country=GB&evidence=good&method=trial&open=yes": 3,
    "/library/report-1/": 6,
    "/library/feed.atom": 2,
    "/library/feed.rss": 2,
    **{f"/library/export.{end}?q=learned&page=2&sort=title&year_from=2019": 3 for end in ("csv", "ris", "bib", "json")},
}


@pytest.mark.parametrize("count", [100, 1000])
def test_pages_cost_the_same_for_any_number_of_publications(count):
    areas, stages = [PolicyAreaFactory() for _ in range(3)], [StageFactory() for _ in range(3)]
    grow_library(count, areas=areas, stages=stages)
    for url, queries in QUERIES.items():
        asked = queries_of(url)
        assert len(asked) == len(set(asked)), url
        assert (url, len(asked)) == (url, queries)


def test_list_sets_no_cookie_and_changes_nothing(client):
    PublicationFactory()
    answer = client.get("/library/?q=paying")
    assert not answer.cookies
    assert client.post("/library/").status_code == 405


def test_list_shows_what_is_live_only(client):
    PublicationFactory(title="Seen")
    PublicationFactory(title="Hidden", is_draft=True)
    text = client.get("/library/").content.decode()
    assert "Seen" in text
    assert "Hidden" not in text
    assert "1 publication<" in text.replace("\n", "")


@pytest.mark.parametrize("end", ["/", ".ris"])
def test_draft_has_no_page(client, end):
    draft = PublicationFactory(is_draft=True)
    assert client.get(f"/library/{draft.slug}{end}").status_code == 404


def test_list_is_narrowed_by_the_query_string(client):
    area = PolicyAreaFactory(slug="homelessness")
    PublicationFactory(title="Streets", policy_areas=[area])
    PublicationFactory(title="Schools")
    text = client.get("/library/?area=homelessness").content.decode()
    assert "Streets" in text
    assert "Schools" not in text
    assert "Remove filter: " in text


def test_empty_result_says_which_filter_to_drop(client):
    PublicationFactory(policy_areas=[PolicyAreaFactory(slug="homelessness", name="Homelessness")], year=2019)
    PublicationFactory(year=2012)
    text = client.get("/library/?area=homelessness&year_to=2012").content.decode()
    assert "No publications match" in text
    assert "Remove “Homelessness” to see 1 publication" in text
    assert "Remove the years to see 1 publication" in text
    assert "See all 2 publications" in text


@pytest.mark.parametrize("query", ["?q=homelesness", "?q=homelesness&area=health"])
def test_words_with_a_slip_are_offered_mended_and_all_of_the_hub(client, query, django_assert_max_num_queries):
    areas = [PolicyAreaFactory(slug="health")]
    for title in ("On homelessness", "Homelessness again"):
        PublicationFactory(title=title, policy_areas=areas)
    keep_up(seconds=60)
    client.get("/library/")
    with django_assert_max_num_queries(8):
        text = client.get(f"/library/{query}").content.decode()
    mended = query.replace("homelesness", "homelessness").replace("&", "&amp;")
    assert f'<a href="/library/{mended}">Search for “homelessness” to see 2 publications</a>' in text
    assert '<a href="/search/?q=homelesness">Search everything for “homelesness”</a>' in text


def test_slip_beside_a_word_that_fits_is_asked_about(client):
    PublicationFactory(title="Pricing homelessness")
    PublicationFactory(title="Pricing")
    keep_up(seconds=60)
    text = client.get("/library/?q=pricing+homelesness").content.decode()
    assert 'Did you mean <a href="/library/?q=pricing+homelessness">pricing homelessness</a>?' in text


def test_words_of_which_none_has_all_are_said_to_be_some(client):
    PublicationFactory(title="Pricing")
    assert "has all of these words" in client.get("/library/?q=pricing+giraffes").content.decode()
    assert "has all of these words" not in client.get("/library/?q=pricing").content.decode()


def test_page_hides_a_doi_that_nobody_read(client):
    guess = PublicationFactory(doi="10.1111/guess")
    read = PublicationFactory(doi="10.1111/read", doi_is_verified=True)
    for end in ("/", ".ris"):
        assert b"10.1111/guess" not in content_of(client.get(f"/library/{guess.slug}{end}"))
        assert b"10.1111/read" in content_of(client.get(f"/library/{read.slug}{end}"))
    for name in ("export.csv", "export.ris", "feed.atom"):
        assert b"10.1111/guess" not in content_of(client.get(f"/library/{name}"))


def test_page_tells_reference_managers(client):
    publication = PublicationFactory(
        title="A & B", slug="a-b", journal="Geoforum", volume="90", pages="27-35", authors=[("Berndt", "C.")]
    )
    text = client.get(publication.url_on_site).content.decode()
    for name, content in {
        "citation_title": "A &amp; B",
        "citation_author": "Berndt, C.",
        "citation_publication_date": "2019",
        "citation_journal_title": "Geoforum",
        "citation_firstpage": "27",
        "citation_lastpage": "35",
    }.items():
        assert f'<meta name="{name}" content="{content}">' in text


def test_page_says_what_is_not_known(client):
    text = client.get(PublicationFactory().url_on_site).content.decode()
    assert "Not rated yet" in text
    assert "No author is given" in text
    assert "We have no address that somebody checked." in text


def test_page_shows_rating_with_its_reason_and_steps(client):
    step = StepFactory(name="Count the cohort")
    publication = PublicationFactory(**READ, evidence="good", evidence_note="A matched group.", steps=[step])
    text = client.get(publication.url_on_site).content.decode()
    assert "Good evidence" in text
    assert "A matched group." in text
    assert "1.1 Count the cohort" in text
    assert "<li>Ask early</li>" in text


def test_page_shows_the_parts_only_when_all_are_there(client):
    whole, part = PublicationFactory(**READ), PublicationFactory(**{**READ, "limits": ""})
    assert "What it found" in client.get(whole.url_on_site).content.decode()
    text = client.get(part.url_on_site).content.decode()
    assert "What it found" not in text
    assert "Says what happened when a council paid for outcomes." in text


def test_page_says_how_to_cite_and_where_it_stays(client):
    publication = PublicationFactory(slug="a-b", title="<b>Bold</b> claims", authors=[("Carter", "E.")])
    text = main_of(shown(publication.url_on_site))
    assert "Carter, E. (2019) <i>&lt;b&gt;Bold&lt;/b&gt; claims</i>. Government Outcomes Lab." in text
    assert "Carter E. &lt;b&gt;Bold&lt;/b&gt; claims. Government Outcomes Lab; 2019." in text
    assert "@techreport{a-b," in text
    assert f'Permanent address: <a href="{publication.full_url}">' in text
    for end in ("ris", "bib", "json"):
        assert f'href="/library/a-b.{end}"' in text


def test_page_says_what_stands_at_an_address(client):
    publication = PublicationFactory(
        url="https://example.org/paper.pdf", file_format="pdf", file_kb=1126, reading_minutes=40, is_open_access=True
    )
    text = main_of(shown(publication.url_on_site))
    assert "PDF, 1.1 MB, 40 minutes" in text
    assert "Free to read." in text
    assert "PDF, 1.1 MB, 40 minutes" in shown("/library/")


def test_page_names_what_is_like_it_and_the_projects_it_is_about(client):
    seen, private = ProjectFactory(name="The One Service"), ProjectFactory(name="Hidden", status="private")
    parts = [PublicationProject(project=project) for project in (seen, private)]
    one = PublicationFactory(title="Prison leavers in Peterborough", slug="one", about_projects=parts)
    PublicationFactory(title="What prison leavers in Peterborough said", slug="two")
    PublicationFactory(title="Schools", slug="three", summary="About reading.")
    rebuild()
    text = main_of(shown(one.url_on_site))
    assert "The One Service" in text
    assert "Hidden" not in text
    related = text[text.index("Related publications") :]
    assert "What prison leavers in Peterborough said" in related
    assert len(queries_of(one.url_on_site)) <= 8


def test_page_says_its_facts_to_search_engines(client):
    publication = PublicationFactory(
        title="A </script> & B", slug="a-b", journal="Geoforum", volume="9", issue="2", pages="4-28",
        authors=[("Carter", "E."), ("OECD", "")], resource_type=ResourceTypeFactory(slug="journal-article"),
    )  # fmt: skip
    text = shown(publication.url_on_site)
    block = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    facts = json.loads(block)
    assert (facts["@type"], facts["name"], facts["datePublished"]) == ("ScholarlyArticle", "A </script> & B", "2019")
    assert [author["@type"] for author in facts["author"]] == ["Person", "Organization"]
    assert facts["isPartOf"]["isPartOf"]["isPartOf"] == {"@type": "Periodical", "name": "Geoforum"}
    assert facts["url"] == publication.full_url


def test_every_facet_narrows_and_counts_what_a_click_gives(client):
    country = CountryFactory(code="GB", name="United Kingdom")
    PublicationFactory(title="Free", slug="free", is_open_access=True, method="trial", countries=[country])
    PublicationFactory(title="Paid", slug="paid", is_open_access=False, **READ, evidence="good", evidence_note="Why.")
    PublicationFactory(title="Unknown", slug="unknown")
    for query, title in {"open=yes": "Free", "open=no": "Paid", "method=trial": "Free", "country=GB": "Free"}.items():
        results = main_of(shown(f"/library/?{query}")).split('id="results"')[1]
        assert re.findall(r'<h3><a href="[^"]+">([^<]+)', results) == [title]
    assert "Good evidence" in main_of(shown("/library/?evidence=good"))
    options = main_of(shown("/library/?open=yes"))
    assert re.search(r'name="open" value="no".*?<span[^>]*>1<', options, re.DOTALL)
    assert "3 publications" in main_of(shown("/library/?open=yes&open=no&open=unknown"))


def test_words_are_marked_in_the_list(client):
    PublicationFactory(title='Pricing "outcomes"', slug="pricing", summary="How a price & an outcome meet.")
    text = main_of(shown("/library/?q=outcome"))
    assert "Pricing &quot;<mark>outcomes</mark>&quot;" in text
    assert "How a price &amp; an <mark>outcome</mark> meet." in text
    assert "<mark>" not in main_of(shown("/library/"))


@pytest.mark.parametrize("end", ["ris", "bib", "json"])
def test_reference_holds_one_publication_and_the_export_all(client, end):
    PublicationFactory(title="First", slug="first")
    PublicationFactory(title="Second", slug="second", is_draft=True)
    PublicationFactory(title="Third", slug="third")
    one, all_of_them = client.get(f"/library/first.{end}"), client.get(f"/library/export.{end}?sort=title")
    assert one["Content-Disposition"] == f'attachment; filename="first.{end}"'
    assert b"Third" not in content_of(one)
    text = content_of(all_of_them).decode()
    assert text.index("First") < text.index("Third")
    assert "Second" not in text


def test_csv_holds_what_the_list_holds(client):
    area = PolicyAreaFactory(slug="homelessness", name="Homelessness")
    PublicationFactory(title="=Streets", slug="streets", policy_areas=[area], authors=[("Carter", "E."), ("OECD", "")])
    PublicationFactory()
    answer = client.get("/library/export.csv?area=homelessness")
    assert answer["Content-Disposition"] == 'attachment; filename="golab-publications.csv"'
    [row] = csv.DictReader(io.StringIO(content_of(answer).decode()))
    assert (row["title"], row["authors"], row["policy_areas"]) == ("'=Streets", "Carter, E.; OECD", "Homelessness")


def test_export_holds_every_page_of_the_list(client):
    grow_library(60)
    assert len(rispy.loads(content_of(client.get("/library/export.ris?page=2")).decode())) == 60


def test_every_publication_is_a_search_document():
    from golab.search.sources import source_of

    live = PublicationFactory(title="Seen", authors=[("Carter", "E.")], policy_areas=[PolicyAreaFactory(slug="health")])
    PublicationFactory(is_draft=True)
    source = source_of("publication")
    [found] = source.public()
    document = source.to_document(found)
    assert (document.key, document.url, document.title) == (str(live.uuid), live.url_on_site, "Seen")
    assert document.policy_areas == ("health",)
    assert source.key_of(Publication.objects.get(pk=live.pk)) == document.key


def test_sitemap_names_what_anyone_may_read(client, settings):
    HomePageFactory(live=True)
    live, draft = PublicationFactory(), PublicationFactory(is_draft=True)
    text = client.get("/sitemap.xml").content.decode()
    assert f"<loc>{settings.SITE_URL}{live.url_on_site}</loc>" in text
    assert draft.url_on_site not in text
