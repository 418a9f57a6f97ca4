"""The numbers of sources beside facts, and what else stands around a record: its contents, and saving it."""

import re

import pytest
from django.test import Client

from golab.search.indexing import rebuild
from sibdb.models import ProjectAmount, ProjectOutcome, ProjectSource, Result
from sibdb.projects.cited import Cited
from tests.factories.sibdb import ProjectFactory
from tests.reading import main_of, shown

pytestmark = pytest.mark.django_db


def source(ref: str, **fields: object) -> ProjectSource:
    return ProjectSource(ref=ref, title=f"Report {ref}", **fields)


@pytest.fixture
def project():
    found = ProjectFactory(
        name="Homes first", parties=[("payer", "Leeds"), ("investor", "A trust")], contract_signed="2016"
    )
    found.sources = [
        source("s1", groups=["dates", "finance"]),
        source("s2", groups=["dates"]),
        source("s3", about="parties"),
        source("s4", status="private"),
        source("s5", about="summary"),
        source("s6"),
    ]
    found.amounts = [ProjectAmount(kind="maximum", currency="GBP", exact=500_000)]
    found.outcomes = [ProjectOutcome(ref="m1", name="A home", source_refs="s6", defined_by="users")]
    found.results = [Result(metric_ref="m1", achieved=40, evaluation_refs="s2, s6")]
    found.summary = "It pays for homes."
    found.save()
    found.parties.filter(role="investor").update(source_refs="s2")
    return found


def marks_after(text: str, page: str) -> list[int]:
    """The numbers of the sources that stand behind a fact."""
    links = re.search(re.escape(text) + r"(?:</\w+>|<span>[\w ,]*</span>)*((?:\s*<a class=\"src\".*?</a>)+)", page)
    return [int(number) for number in re.findall(r'href="#s(\d+)"', links[1])] if links else []


def test_facts_carry_the_numbers_of_their_sources_and_all_lead_to_one(project):
    page = main_of(shown(project.url_on_site))
    record = 6  # five sources that readers may see, and INDIGO's own record
    assert marks_after("It pays for homes.", page) == [4]
    assert marks_after("<dd>2016", page) == [1, 2]
    assert marks_after("£500,000", page) == [1]
    assert marks_after("Leeds", page) == [3]
    assert marks_after("A trust", page) == [2]
    assert marks_after("Sources of the outcomes:", page) == [5]
    assert marks_after("Sources of the results:", page) == [2, 5]
    assert marks_after(project.get_stage_display(), page) == [record]
    targets = set(re.findall(r'<li id="s(\d+)"', page))
    assert targets == {str(number) for number in range(1, record + 1)}
    assert set(re.findall(r'class="src" href="#s(\d+)"', page)) <= targets
    assert "Report s1. For: dates, overall project finance." in page
    assert "Report s4" not in page
    assert "Defined by service users" in page


def test_what_is_not_published_carries_no_source(project):
    page = main_of(shown(project.url_on_site))
    assert re.search(r'<dt>Paid for outcomes</dt><dd>\s*<b class="none">Not published</b>\s*</dd>', page)


def test_a_source_that_is_not_there_is_not_named(project):
    project.outcomes.update(source_refs="s4,s9,")
    assert Cited(type(project).objects.for_page().get(pk=project.pk)).outcomes == [6]


def test_contents_lead_to_every_part_of_the_page_and_to_nothing_else(project):
    page = main_of(shown(project.url_on_site))
    contents = page[page.index('<nav class="toc') :]
    contents = contents[: contents.index("</nav>")]
    listed = re.findall(r'href="#([\w-]+)"', contents)
    assert listed == [name for name in re.findall(r'<h2 id="([\w-]+)"', page) if name != "st-h"]


def test_a_project_is_saved_without_an_account_and_without_javascript(project):
    rebuild(kind="project")
    client = Client()
    page = client.get(project.url_on_site)
    assert "Save this project" in page.content.decode()
    assert not page.cookies
    form = main_of(page.content.decode()).partition("<form")[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    answer = client.post("/my-journey/saved/", fields, headers={"sec-fetch-site": "same-origin"})
    assert answer["Location"].startswith(project.url_on_site)
    assert "Homes first" in client.get("/my-journey/").content.decode()
    assert "Remove from saved" in client.get(project.url_on_site).content.decode()
