"""Comparing projects, organisations and funds, what a project page says of results, and the landscape."""

import csv
import json
import re
from decimal import Decimal
from io import StringIO

import pytest
from django.utils import timezone

from sibdb.landscape.figures import months_between
from sibdb.models import Organisation, ProjectAmount, ProjectChange, ProjectOutcome, Result
from sibdb.rates import in_pounds
from tests.factories.sibdb import OrganisationFactory, OutcomesFundFactory, ProjectFactory, a_country
from tests.factories.taxonomy import PolicyAreaFactory
from tests.reading import main_of, queries_of, shown

pytestmark = pytest.mark.django_db


def _maximum(exact: int, currency: str = "GBP") -> ProjectAmount:
    return ProjectAmount(kind="maximum", currency=currency, exact=exact)


# --- compare
def test_two_projects_stand_side_by_side_and_rows_that_differ_alone():
    ProjectFactory(name="Wards", slug="wards", cohort_target=100, amounts=[_maximum(1000)], parties=[("payer", "City")])
    ProjectFactory(name="Streets", indigo_id="INDIGO-POJ-0154", cohort_target=100, parties=[("payer", "County")])
    text = main_of(shown("/projects/compare/?p=wards&p=indigo-poj-0154"))
    for words in ("Compare two projects", "Wards", "Streets", "£1,000", "£10", "our sum", "City", "County", "Planned"):
        assert words in text, words
    narrowed = main_of(shown("/projects/compare/?p=wards&p=INDIGO-POJ-0154&differ=1"))
    assert ">Planned<" not in narrowed
    assert "County" in narrowed
    assert "checked" in narrowed
    rows = list(csv.reader(StringIO(shown("/projects/compare/export.csv?p=wards&p=streets").lstrip("\ufeff"))))
    assert rows[0][2] == "INDIGO-POJ-0154"
    assert ["Planned", "100", "100"] in rows


def test_another_currency_stands_as_recorded_and_in_pounds_of_its_year():
    ProjectFactory(slug="lagos", amounts=[_maximum(7_200_000, "USD")], service_start="2018-03")
    ProjectFactory(slug="leeds", amounts=[_maximum(1_000)])
    rate = in_pounds(Decimal(1), "USD", 2018)
    about = f"about £{round(7_200_000 * rate, -4):,.0f} at the average rate of 2018"
    page = main_of(shown("/projects/lagos/"))
    assert "US$7,200,000" in page
    assert about in page
    assert about in main_of(shown("/projects/compare/?p=lagos&p=leeds"))
    ProjectFactory(slug="york", amounts=[_maximum(2_000)])
    assert "in pounds" not in main_of(shown("/projects/compare/?p=leeds&p=york"))
    assert "average rate" not in main_of(shown("/projects/leeds/"))
    ProjectAmount.objects.update(as_of="1960")  # a year without a rate
    assert "average rate" not in main_of(shown("/projects/lagos/"))


def test_a_comparison_takes_four_and_needs_two_that_readers_may_see(client):
    for number in range(5):
        ProjectFactory(slug=f"p{number}", name=f"Homes {number}")
    ProjectFactory(slug="secret", name="Canary", status="private")
    everyone = "&".join(f"p=p{number}" for number in range(5))
    text = main_of(shown(f"/projects/compare/?{everyone}"))
    assert "Compare four projects" in text
    assert "Four projects fit side by side" in text
    assert "Homes 4" not in text
    lonely = main_of(shown("/projects/compare/?p=p1&p=secret&p=p1&p=%00"))
    assert "You have chosen Homes 1. Choose at least one more." in lonely
    assert "Canary" not in lonely
    assert "Choose two to four projects" in main_of(shown("/projects/compare/"))
    assert client.get("/projects/compare/export.csv?p=secret").status_code == 302


def test_table_has_a_box_for_each_project_of_a_form_of_its_own():
    ProjectFactory(slug="wards")
    text = shown("/projects/?view=table")
    assert 'name="p" value="wards" form="compare"' in text
    assert '<form id="compare" action="/projects/compare/" method="get">' in text


# --- organisations and funds
def test_an_organisation_has_its_roles_over_time_partners_and_funds():
    fund = OutcomesFundFactory(name="Life Chances", host=OrganisationFactory(name="Ministry"))
    ministry = [("payer", "Ministry"), ("evaluator", "Ministry"), ("provider", "Shelter")]
    ProjectFactory(name="Early", service_start="2012", parties=ministry)
    ProjectFactory(name="Late", service_start="2019", parties=[("payer", "Ministry"), ("provider", "Shelter")])
    text = main_of(shown("/organisations/ministry/"))
    assert text.index("Late") < text.index("Early")
    for words in ("Pays for outcomes; Evaluates or validates", "2 projects", 'href="/funds/life-chances/"', "Shelter"):
        assert words in text, words
    assert fund.url_on_site == "/funds/life-chances/"
    listed = main_of(shown("/organisations/?q=mini&role=payer&sort=projects"))
    assert "1 organisation<" in listed
    assert '<td class="num">2</td>' in listed


def test_a_fund_has_its_projects_and_what_it_came_to():
    fund = OutcomesFundFactory(
        name="Life Chances", currency="GBP", value_aspired=80_000_000, value_actual=70_000_000, launched="2016-07"
    )
    project = ProjectFactory(name="Wards", funds=[fund])
    ProjectFactory(name="Canary", funds=[fund], status="private")
    text = main_of(shown(fund.url_on_site))
    for words in ("Wards", "1 project in the database names this fund", "£80,000,000", "£70,000,000", "July 2016"):
        assert words in text, words
    assert "Canary" not in text
    assert 'data-label="Projects here">1</td>' in main_of(shown("/funds/"))
    assert fund.url_on_site in shown(project.url_on_site)


def test_funds_are_searched_narrowed_sorted_and_downloaded():
    british = {"country": a_country("GB"), "stage": "Active"}
    chances = OutcomesFundFactory(name="Life Chances", host=OrganisationFactory(name="Ministry"), **british)
    OutcomesFundFactory(name="Fair Chance", launched="2014-01", country=a_country("GB"))
    OutcomesFundFactory(name="Brabant", interest_called="2018-12", host=OrganisationFactory(name="Ministerie"))
    health = PolicyAreaFactory(slug="health", name="Health")
    for number in range(2):
        ProjectFactory(funds=[chances], policy_area=health, slug=f"p{number}")
    ProjectFactory(funds=[chances], policy_area=PolicyAreaFactory(slug="education"), status="private")

    def listed(question: str) -> list[str]:
        rows = csv.DictReader(StringIO(shown(f"/funds/export.csv{question}").lstrip("\ufeff")))
        named = [row["name"] for row in rows]
        page = main_of(shown(f"/funds/{question}"))
        assert all(name in page for name in named)
        assert f"{len(named)} fund" in page
        return named

    assert listed("") == ["Brabant", "Fair Chance", "Life Chances"]
    assert listed("?q=chance") == ["Fair Chance", "Life Chances"]
    assert listed("?q=life+ministry") == ["Life Chances"]  # the name and the host have the words between them
    assert listed("?country=GB&sort=projects") == ["Life Chances", "Fair Chance"]
    assert listed("?area=health") == listed("?stage=active") == ["Life Chances"]
    assert listed("?sort=newest") == ["Brabant", "Fair Chance", "Life Chances"]
    offered = re.findall(r'name="area" value="(.*?)"', shown("/funds/"))
    assert offered == ["health"]  # and nothing of what is private
    assert [row["name"] for row in json.loads(shown("/funds/export.json?stage=active"))["funds"]] == ["Life Chances"]


def test_private_organisations_and_funds_have_no_page_and_stand_nowhere(client):
    hidden = OrganisationFactory(name="Canary council", status="private")
    ProjectFactory(name="Wards", parties=[("payer", "City"), ("provider", "Canary council")])
    secret = OutcomesFundFactory(name="Canary fund", status="private", host=hidden)
    open_fund = OutcomesFundFactory(name="Open fund", host=hidden)
    for url in (hidden.url_on_site, secret.url_on_site):
        assert client.get(url).status_code == 404
    for url in ("/organisations/", "/organisations/city/", "/funds/", open_fund.url_on_site, "/sitemap.xml"):
        assert "anary" not in shown(url), url
    assert "0 funds" in main_of(shown("/funds/?q=canary"))


def test_a_merged_organisation_leads_to_the_other(client):
    other = OrganisationFactory(name="Ministry")
    merged = OrganisationFactory(name="The ministry", merged_into=other)
    answer = client.get(merged.url_on_site)
    assert (answer.status_code, answer["Location"]) == (301, other.url_on_site)
    Organisation.objects.filter(pk=other.pk).update(status="private")
    assert client.get(merged.url_on_site).status_code == 404


# --- a project's page
def test_page_sets_targets_against_results_and_says_who_defined_them():
    project = ProjectFactory()
    outcome = ProjectOutcome.objects.create(
        project=project, ref="m1", name="A job kept", target_number=40, target="13 weeks", defined_by="users"
    )
    for kind, end, achieved in (("interim", "2020-06", 12), ("final", "2019-12", "31.5")):
        Result.objects.create(project=project, metric_ref="m1", kind=kind, end=end, achieved=achieved)
    Result.objects.create(project=project, metric_ref="gone", achieved=987)
    ProjectChange.objects.create(project=project, what="End", why="The council wrote.", made_at=timezone.now())
    ProjectChange.objects.create(project=project, what="Canary", why="Secret.", made_at=timezone.now(), is_public=False)
    text = main_of(shown(project.url_on_site))
    for words in (
        "Targets against results",
        "A job kept",
        "40",
        "31.5",
        "(Final, December 2019)",
        "The council wrote.",
    ):
        assert words in text, words
    assert "Defined by service users" in text
    assert "987" not in text
    assert "Canary" not in text
    outcome.status = "private"
    outcome.save()
    text = main_of(shown(project.url_on_site))
    assert "A job kept" not in text
    assert "31.5" not in text


# --- the landscape
def test_landscape_has_medians_beside_means_and_says_on_how_many_they_rest():
    uk = a_country("GB")
    for exact, people in ((100, 10), (200, 20), (900, None)):
        ProjectFactory(amounts=[_maximum(exact)], cohort_target=people, countries=[uk], contract_signed="2016-05")
    ProjectFactory(amounts=[_maximum(500, "XOF")], stage="scoping", service_start="")
    ProjectFactory(amounts=[_maximum(999_999)], status="private")
    text = " ".join(main_of(shown("/projects/landscape/")).split())
    assert "Every project on record: 4" in text
    assert "Signed contracts: 3" in text
    sizes = re.findall(r'data-label="(?:Median|Mean|Based on)">([^<]*)', text)
    assert "|".join(sizes).count("£200|£400|3 of 4") == 1
    assert "|".join(sizes).count("15|15|2 of 4") == 1
    assert "1 project has no year in which it began on record." in text
    signed = main_of(shown("/projects/landscape/?count=contracted"))
    assert "3 of 3" in signed
    assert "of 4" not in signed
    assert "No project counts in this way yet." in shown("/projects/landscape/?count=invested")
    assert "2017" in shown("/projects/landscape/years.csv?count=contracted")
    svg = shown("/projects/landscape/stages.svg")
    assert svg.lstrip().startswith("<svg")
    assert "Scoping" in svg


def test_amounts_become_pounds_at_the_rate_of_their_year_or_not_at_all():
    assert in_pounds(Decimal(100), "GBP", None) == 100
    assert 74 < in_pounds(Decimal(100), "USD", 2018) < 76
    assert in_pounds(Decimal(100), "USD", None) is None
    assert in_pounds(Decimal(100), "XOF", 2018) is None


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2018-06", "2018-06-30", 1),
        ("2018-06-01", "2020-05", 24),
        ("2018", "2020-05", None),
        ("2020-05", "2018-06", None),
    ],
)
def test_months_are_counted_where_both_ends_are_known(start, end, months):
    assert months_between(start, end) == months


@pytest.mark.parametrize("count", [2, 12])
def test_pages_cost_the_same_at_any_size(count):
    fund = OutcomesFundFactory(name="Life Chances")
    for number in range(count):
        parties = [("payer", "City"), ("provider", f"Charity {number}")]
        ProjectFactory(slug=f"p{number}", funds=[fund], parties=parties, amounts=[_maximum(5)], goals=[3])
    pages = {
        "/projects/compare/?p=p0&p=p1": 2,
        "/organisations/": 3,
        "/organisations/?sort=projects&role=payer": 3,
        "/organisations/city/": 4,
        "/funds/": 4,
        "/funds/?q=life&sort=projects": 4,
        "/funds/life-chances/": 5,
        "/projects/landscape/": 5,
        "/projects/?payer=city&fund=life-chances&sdg=3&value=under-500k": 4,
    }
    for url, queries in pages.items():
        asked = queries_of(url)
        assert len(asked) == len(set(asked)) == queries, f"{url}\n" + "\n".join(asked)
