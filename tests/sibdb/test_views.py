import pytest

from golab.search.sources import source_of
from sibdb.models import ProjectAmount, ProjectCaveat, ProjectLocation, ProjectOutcome, ProjectSource
from sibdb.projects.record import BACKERS
from tests.factories.sibdb import (
    OutcomesFundFactory,
    ProjectFactory,
    RateCardFactory,
    a_country,
    grow_projects,
)
from tests.factories.taxonomy import PolicyAreaFactory, StepFactory
from tests.reading import shown

pytestmark = pytest.mark.django_db
CANARY = "Canary"


def test_lists_set_no_cookie_and_change_nothing(client):
    ProjectFactory()
    for url in ("/projects/", "/prices/"):
        assert not client.get(f"{url}?q=homes").cookies
        assert client.post(url).status_code == 405


def test_list_is_narrowed_by_the_query_string():
    area = PolicyAreaFactory(slug="health", name="Health")
    ProjectFactory(name="Wards", policy_area=area, countries=[a_country("GB")], stage="implementation")
    ProjectFactory(name="Streets", countries=[a_country("FR")], service_start="2020")
    for query in (
        "area=health",
        "country=GB",
        "stage=implementation",
        "year_to=2018",
        "q=wards",
        "view=table&area=health",
    ):
        text = shown(f"/projects/?{query}")
        assert "Wards" in text, query
        assert "Streets" not in text, query
        assert "1 project<" in text, query
    both = shown("/projects/?area=health&area=homelessness&country=GB")
    assert ">Wards<" in both
    assert ">Streets<" not in both


def test_countries_with_most_projects_come_first():
    for name, code in (("A", "AR"), ("B", "GB"), ("C", "GB")):
        ProjectFactory(name=name, countries=[a_country(code)])
    text = shown("/projects/")
    assert text.index("United Kingdom") < text.index("Argentina")


def test_nonsense_in_the_query_string_is_left_out():
    ProjectFactory()
    text = shown("/projects/?view=pie&sort=size&page=x&area=%00&year_from=soon&country=XX&stage=over")
    assert "1 project<" in text
    assert "Remove filter" not in text


def test_view_stays_with_filters_pages_and_form():
    grow_projects(30)
    text = shown("/projects/?view=table&area=homelessness")
    assert '<input type="hidden" name="view" value="table">' in text
    assert "/projects/?area=homelessness&amp;view=table&amp;page=2" in text
    assert 'href="/projects/?area=homelessness"> ' not in text
    assert 'href="/projects/?area=homelessness&amp;sort=name&amp;view=table"' in text
    assert 'aria-sort="descending"' in text


def test_table_says_what_is_not_published_in_words():
    ProjectFactory(amounts=[ProjectAmount(kind="maximum", currency="USD", exact=7200000)])
    text = shown("/projects/?view=table")
    assert "US$7,200,000" in text
    assert '<td class="num">Not published</td>' in text


def test_empty_result_says_which_filter_to_drop():
    ProjectFactory(service_start="2019")
    text = shown("/projects/?area=homelessness&year_to=2012")
    assert "No projects match" in text
    assert "Remove the years to see 1 project" in text


def test_list_and_page_show_our_summary_and_say_where_there_is_none():
    summarised = ProjectFactory(summary="What was tried and what came of it.")
    bare = ProjectFactory(parties=[("provider", "Shelter")])
    text = shown("/projects/")
    assert "What was tried and what came of it." in text
    assert "Shelter delivered the service." in text
    assert "No summary is written yet" not in shown(summarised.url_on_site)
    page = shown(bare.url_on_site)
    assert "No summary is written yet. These sentences are made of the facts below." in page
    assert "Shelter delivered the service." in page


def test_page_shows_facts_parties_outcomes_sources_and_what_is_in_doubt():
    step = StepFactory(name="Price the outcomes")
    project = ProjectFactory(
        indigo_id="INDIGO-POJ-0154",
        stage="implementation",
        contract_signed="2017-11-30",
        service_start="2017-12",
        service_end="2021-03",
        cohort_target=300,
        cohort_actual=406,
        outcomes_counted=22,
        funds=[OutcomesFundFactory(name="Rough Sleeping Programme")],
        parties=[("payer", "Combined Authority"), *(("investor", name) for name in BACKERS)],
        amounts=[ProjectAmount(kind="investment", currency="GBP", lowest=1_000_000, highest=1_800_000)],
        outcomes=[ProjectOutcome(name="Moves into accommodation")],
        sources=[ProjectSource(title="A press notice", url="https://example.org/"), ProjectSource(title="A letter")],
        caveats=[ProjectCaveat(text="Results begin before the service.")],
        locations=[ProjectLocation(name="Greater Manchester")],
        countries=[a_country("GB")],
        steps=[step],
    )
    text = shown(project.url_on_site)
    for words in (
        *("406", "300 were planned", "£1,000,000 to £1,800,000", "December 2017 to March 2021", "30 November 2017"),
        *(
            "Combined Authority",
            "Rough Sleeping Programme",
            "Moves into accommodation",
            "21 of them are not named here",
        ),
        *('<a href="https://example.org/">A press notice</a>', "A letter.", "Results begin before the service."),
        *("the service was to end in March 2021", "Being checked", "How much could be paid for outcomes"),
        *("Price the outcomes", "Record INDIGO-POJ-0154", "Nobody at the GO Lab has verified this record"),
        *("planned or actual: the record does not say", 'href="/projects/?area=homelessness"'),
    ):
        assert words in text, words
    assert "When the contract was signed" not in text


def test_page_shows_prices_with_their_caveats():
    project = ProjectFactory()
    lines = [
        {"outcome": "Moves in", "price": 600},
        {"outcome": "Works", "price": 900, "quality": "doubtful", "caveat": "Looks shifted."},
        {"outcome": "Studies", "price": None},
    ]
    RateCardFactory(project=project, is_of_one_project=True, cap="Most: £5", caveat="Read first.", lines=lines)
    for url in (project.url_on_site, "/prices/", "/prices/?sort=lowest"):
        text = shown(url)
        for words in ("£600", "Do not quote", "Looks shifted.", "Read first.", "Not published", "2019"):
            assert words in text, (url, words)
    assert "Outcomes and prices" in shown(project.url_on_site)


def test_prices_are_narrowed_and_lead_to_their_programme(client):
    card = RateCardFactory(
        programme__slug="fair-chance", programme__name="Fair Chance", programme__cautions="Check it.\nAsk.",
        lines=[{"outcome": "A job", "price": 500, "kind": "work"}, {"outcome": "A home", "price": 700, "kind": "home"}],
    )  # fmt: skip
    RateCardFactory(lines=[{"outcome": "A bed", "price": 1, "kind": "home"}])
    text = shown("/prices/?programme=fair-chance&outcome=work")
    assert "A job" in text
    assert "A home<" not in text.replace("A home</span>", "")
    assert 'href="/prices/fair-chance/"' in text
    page = shown(card.programme.url_on_site)
    assert "<li>Check it.</li><li>Ask.</li>" in page
    assert "A home" in page
    assert client.get("/prices/no-such/").status_code == 404


def test_private_project_leaves_by_no_door(client):
    values = {"name": f"{CANARY} homes", "slug": "secret", "indigo_id": "INDIGO-POJ-9999", "summary": CANARY}
    private = ProjectFactory(**values, status="private", parties=[("payer", f"{CANARY} council")])
    draft = ProjectFactory(name=f"{CANARY} draft", is_draft=True)
    RateCardFactory(project=private, is_of_one_project=True, lines=[{"outcome": "A job", "price": 5}])
    lists = ("/projects/", "/projects/?view=table", "/projects/?q=canary", "/prices/")
    for url in (*lists, "/projects/export.csv", "/projects/export.json", "/projects/feed.atom", "/sitemap.xml"):
        assert CANARY not in shown(url).replace("“canary”", "")
        assert "secret" not in shown(url)
    for url in (private.url_on_site, draft.url_on_site, "/projects/id/INDIGO-POJ-9999/"):
        assert client.get(url).status_code == 404
    assert list(source_of("project").public()) == []


def test_private_parts_leave_by_no_door():
    hidden = {"status": "private"}
    project = ProjectFactory(
        amounts=[ProjectAmount(kind="maximum", currency="GBP", exact=987654, **hidden)],
        locations=[ProjectLocation(name=f"{CANARY} town", **hidden)],
        outcomes=[ProjectOutcome(name=f"{CANARY} outcome", **hidden)],
        sources=[ProjectSource(title=f"{CANARY} source", **hidden)],
        caveats=[ProjectCaveat(text=f"{CANARY} caveat", **hidden)],
        basis=f"{CANARY} note",
    )
    for url in (
        project.url_on_site,
        "/projects/",
        "/projects/?view=table",
        "/projects/export.csv",
        "/projects/export.json",
    ):
        text = shown(url)
        assert CANARY not in text
        assert "987" not in text
    document = source_of("project").to_document(source_of("project").public().get())
    assert CANARY not in str(document)


def test_disputed_project_and_parts_are_shown_with_their_note():
    project = ProjectFactory(
        status="disputed", status_note="The council says otherwise.",
        outcomes=[ProjectOutcome(name="A home", status="disputed", status_note="Not in the contract.")],
    )  # fmt: skip
    text = shown(project.url_on_site)
    assert "The council says otherwise." in text
    assert "Not in the contract." in text


def test_permanent_address_leads_to_the_project(client):
    project = ProjectFactory(indigo_id="INDIGO-POJ-0154")
    for number in ("INDIGO-POJ-0154", "indigo-poj-0154"):
        answer = client.get(f"/projects/id/{number}/")
        assert (answer.status_code, answer["Location"]) == (301, project.url_on_site)
