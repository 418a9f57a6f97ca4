"""Exports, the feed and what search engines are told."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest

from sibdb.models import ProjectAmount
from tests.factories.sibdb import (
    OutcomesFundFactory,
    PriceProgrammeFactory,
    ProjectFactory,
    RateCardFactory,
    a_country,
)
from tests.factories.taxonomy import PolicyAreaFactory
from tests.reading import content_of, shown

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_exports_hold_what_the_list_holds_with_terms_and_attribution(client):
    fund = OutcomesFundFactory(name="A fund")
    ProjectFactory(
        name="=Homes", slug="homes", parties=[("payer", "Leeds"), ("payer", "Hull")], funds=[fund],
        amounts=[ProjectAmount(kind="maximum", currency="GBP", exact=1262980)], countries=[a_country("GB")],
    )  # fmt: skip
    ProjectFactory(policy_area=PolicyAreaFactory(slug="health"))
    answer = client.get("/projects/export.csv?area=homelessness")
    assert answer["Content-Disposition"] == 'attachment; filename="golab-projects.csv"'
    [row] = csv.DictReader(io.StringIO(content_of(answer).decode()))
    assert (row["name"], row["outcome_payers"], row["outcomes_funds"]) == ("'=Homes", "Leeds; Hull", "A fund")
    assert (row["most_payable_currency"], row["most_payable_amount"]) == ("GBP", "1262980.00")
    assert (row["countries"], row["service_start"]) == ("United Kingdom", "2017-06")
    assert "INDIGO Impact Bond Dataset" in row["attribution"]
    found = json.loads(shown("/projects/export.json?area=homelessness"))
    assert "INDIGO Impact Bond Dataset" in found["attribution"]
    assert "CC BY 4.0" in found["terms"]
    [record] = found["projects"]
    assert (record["outcome_payers"], record["most_payable_amount"]) == (["Leeds", "Hull"], 1262980)


def test_price_export_holds_caveats_and_sources():
    RateCardFactory(
        caveat="Read first.",
        lines=[{"outcome": "A job", "price": "765.63", "quality": "caveat", "caveat": "Odd."}, {"outcome": "A home"}],
    )
    first, second = csv.DictReader(io.StringIO(shown("/prices/export.csv")))
    assert (first["price"], first["currency"], first["caveat"]) == ("765.63", "GBP", "Odd. Read first.")
    assert (second["price"], second["currency"], second["source"]) == ("", "", "Evaluation of the programme, 2019")


def test_feed_holds_the_same_question(client):
    inside = ProjectFactory(name="Inside", policy_area=PolicyAreaFactory(slug="health"))
    inside.save_revision().publish()
    ProjectFactory(name="Outside")
    feed = ET.fromstring(client.get("/projects/feed.atom?area=health").content)
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Inside"
    assert entry.find(f"{ATOM}id").text == inside.uuid.urn
    assert client.post("/projects/feed.atom").status_code == 405


def test_page_tells_search_engines():
    project = ProjectFactory(name="</script><b>", slug="a-b", parties=[("payer", "Leeds")])
    text = shown(project.url_on_site)
    block = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    facts = json.loads(block)
    assert (facts["@type"], facts["name"], facts["temporalCoverage"]) == ("Dataset", "</script><b>", "2017-06/..")
    assert facts["about"] == [{"@type": "Organization", "name": "Leeds"}]
    assert facts["identifier"] == project.indigo_id


def test_sitemap_names_what_anyone_may_read(settings):
    live, draft = ProjectFactory(), ProjectFactory(is_draft=True)
    programme = PriceProgrammeFactory()
    text = shown("/sitemap.xml")
    for thing in (live, programme):
        assert f"<loc>{settings.SITE_URL}{thing.url_on_site}</loc>" in text
    assert draft.url_on_site not in text
