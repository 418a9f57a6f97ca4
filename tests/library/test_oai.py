"""OAI-PMH 2.0 as a harvester meets it: by a client that is not ours, and by the rules of the protocol."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from xml.etree import ElementTree as ET

import httpx2
import pytest
from django.test import Client
from oaipmh_scythe import Scythe
from oaipmh_scythe.exceptions import NoRecordsMatch

from library.models import HarvestRecord, Publication
from library.oai import views
from tests.factories.library import PublicationFactory, grow_library
from tests.factories.taxonomy import PolicyAreaFactory, ResourceTypeFactory
from tests.hostile import TOGETHER
from tests.reading import queries_of

pytestmark = pytest.mark.django_db
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture
def harvester(monkeypatch):
    """The client, asking this process: so it sees what the test has written, and no port is opened."""
    monkeypatch.setattr(views, "RECORDS_AT_ONCE", 10)
    monkeypatch.setattr(views, "IDENTIFIERS_AT_ONCE", 10)
    with Scythe("http://127.0.0.1/library/oai") as scythe:
        scythe._client = httpx2.Client(transport=httpx2.MockTransport(_answer))
        yield scythe


def _answer(request: httpx2.Request) -> httpx2.Response:
    answer = Client().get(request.url.raw_path.decode())
    return httpx2.Response(answer.status_code, headers=dict(answer.items()), content=answer.content)


def ask(**arguments: str) -> ET.Element:
    answer = Client().get("/library/oai", arguments)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return ET.fromstring(answer.content)


def error_of(**arguments: str) -> str:
    answer = ask(**arguments)
    assert [child.tag for child in answer] == [f"{OAI}responseDate", f"{OAI}request", f"{OAI}error"]
    return answer.find(f"{OAI}error").get("code")


def set_changed(**moments: datetime) -> None:
    for slug, moment in moments.items():
        uuid = Publication.objects.get(slug=slug).uuid
        HarvestRecord.objects.filter(uuid=uuid).update(changed_at=moment)


def test_client_learns_who_answers(harvester):
    PublicationFactory()
    identity = harvester.identify()
    assert identity.repositoryName == "Government Outcomes Lab publications library"
    assert (identity.protocolVersion, identity.deletedRecord) == ("2.0", "persistent")
    assert identity.granularity == "YYYY-MM-DDThh:mm:ssZ"
    assert "@" in identity.adminEmail


def test_client_harvests_to_the_end_with_deletions(harvester):
    publications = grow_library(34)
    publications[3].delete()
    publications[20].unpublish()
    PublicationFactory(is_draft=True)
    records = list(harvester.list_records(metadata_prefix="oai_dc"))
    assert {record.header.identifier for record in records} == {one.uuid.urn for one in publications}
    deleted = {record.header.identifier for record in records if record.deleted}
    assert deleted == {publications[3].uuid.urn, publications[20].uuid.urn}
    headers = list(harvester.list_identifiers(metadata_prefix="oai_dc"))
    assert [header.identifier for header in headers] == [record.header.identifier for record in records]


def test_client_misses_nothing_that_changes_while_it_harvests(harvester):
    """What changes comes again at the end; what is new comes too; no page is told twice."""
    first, *others = grow_library(25)
    records = harvester.list_records(metadata_prefix="oai_dc")
    seen = [next(records).header.identifier for _ in range(12)]
    Publication.objects.filter(pk__in=[first.pk, others[-1].pk]).update(title="Another title")
    others[22].delete()
    new = PublicationFactory()
    rest = list(records)
    seen += [record.header.identifier for record in rest]
    assert set(seen) == {one.uuid.urn for one in [first, *others, new]}
    assert len(seen) == 25 + 2  # the first again, and the new one
    assert {record.header.identifier for record in rest if record.deleted} == {others[22].uuid.urn}


def test_client_asks_by_set_and_time(harvester):
    book = ResourceTypeFactory(slug="book", name="Book")
    PublicationFactory(slug="old", resource_type=book)
    PublicationFactory(slug="recent", resource_type=book)
    PublicationFactory(slug="other")
    set_changed(old=datetime(2026, 3, 1, 12, 0, 0, 900_000, UTC), recent=datetime(2026, 3, 2, tzinfo=UTC))

    def found(**asked) -> list[str]:
        records = harvester.list_records(metadata_prefix="oai_dc", **asked)
        return [record.metadata["identifier"][0].split("/")[-2] for record in records]

    assert found(set_="book") == ["old", "recent"]
    assert found(from_="2026-03-02T00:00:00Z", until="2026-03-02T00:00:00Z") == ["recent"]
    assert found(until="2026-03-01T12:00:00Z") == ["old"], "until names a whole second"
    assert found(from_="2026-03-01", until="2026-03-01") == ["old"], "and a day is a whole day"
    with pytest.raises(NoRecordsMatch):
        found(until="2026-02-28")
    assert {one.setSpec for one in harvester.list_sets()} == {"book", "report"}


def test_record_says_in_dublin_core_what_readers_may_know(harvester):
    area = PolicyAreaFactory(name="Health")
    publication = PublicationFactory(
        title="Paying & asking \x0b <b>",
        slug="paying",
        policy_areas=[area],
        authors=[("Carter", "E."), ("OECD", "")],
        journal="Geoforum",
        volume="9",
        issue="1",
        pages="4-28",
        doi="10.1111/guess",
        url="https://example.org/paper",
    )
    identifier = publication.uuid.urn
    metadata = harvester.get_record(identifier=identifier, metadata_prefix="oai_dc").metadata
    assert metadata["title"] == ["Paying & asking <b>"]
    assert metadata["creator"] == ["Carter, E.", "OECD"]
    assert (metadata["subject"], metadata["date"], metadata["type"]) == (["Health"], ["2019"], ["Report"])
    assert metadata["source"] == ["Geoforum 9(1), 4-28"]
    assert metadata["description"] == ["GO Lab summary: Says what happened when a council paid for outcomes."]
    assert metadata["identifier"] == [publication.full_url], "a DOI that nobody has read stays out"
    [known] = harvester.list_metadata_formats(identifier=identifier)
    assert known.metadataPrefix == "oai_dc"


def test_record_comes_back_when_it_is_published_again(harvester):
    publication = PublicationFactory()
    publication.unpublish()
    answer = harvester.get_record(identifier=publication.uuid.urn, metadata_prefix="oai_dc")
    assert answer.deleted
    publication.save_revision().publish()
    assert not harvester.get_record(identifier=publication.uuid.urn, metadata_prefix="oai_dc").deleted


def test_only_what_readers_see_makes_a_record_new():
    publication = PublicationFactory()
    before = HarvestRecord.objects.get().changed_at
    Publication.objects.update(basis="memory")
    publication.save_revision()
    assert HarvestRecord.objects.get().changed_at == before
    Publication.objects.update(summary="Another one.")
    assert HarvestRecord.objects.get().changed_at > before


WRONG = [
    ({}, "badVerb"),
    ({"verb": "Nonsense"}, "badVerb"),
    ({"verb": ["Identify", "Identify"]}, "badVerb"),
    ({"verb": "Identify", "until": "2026-01-01"}, "badArgument"),
    ({"verb": "ListRecords"}, "badArgument"),
    ({"verb": "GetRecord", "identifier": "urn:x"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-31"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "yesterday"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": ""}, "badArgument"),
    (
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-01-01", "until": "2026-01-02T00:00:00Z"},
        "badArgument",
    ),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-01", "until": "2026-01-01"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "a b"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "resumptionToken": "x"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "unknown"}, "noRecordsMatch"),
    ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
    ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
    ({"verb": "ListSets"}, "noSetHierarchy"),
    ({"verb": "GetRecord", "identifier": "urn:uuid:x", "metadataPrefix": "oai_dc"}, "idDoesNotExist"),
    ({"verb": "GetRecord", "identifier": str(uuid4().urn), "metadataPrefix": "oai_dc"}, "idDoesNotExist"),
    ({"verb": "ListMetadataFormats", "identifier": "oai:x:1"}, "idDoesNotExist"),
]


@pytest.mark.parametrize(("arguments", "code"), WRONG)
def test_wrong_question_is_answered_by_a_code(arguments, code):
    assert error_of(**arguments) == code


@pytest.mark.parametrize("text", TOGETHER)
@pytest.mark.parametrize("name", ["verb", "identifier", "from", "set", "resumptionToken", "metadataPrefix"])
def test_hostile_question_is_still_answered_in_xml(name, text):
    assert error_of(**{"verb": "ListRecords", name: text}) in {"badVerb", "badArgument", "badResumptionToken"} | {
        "cannotDisseminateFormat"
    }


def test_token_of_another_list_is_refused(harvester):
    grow_library(12)
    token = ask(verb="ListIdentifiers", metadataPrefix="oai_dc").find(f".//{OAI}resumptionToken").text
    assert error_of(verb="ListRecords", resumptionToken=token) == "badResumptionToken"
    assert ask(verb="ListIdentifiers", resumptionToken=token).find(f".//{OAI}header") is not None


def test_list_in_parts_says_how_long_it_is(harvester):
    grow_library(12)
    first = ask(verb="ListRecords", metadataPrefix="oai_dc").find(f".//{OAI}resumptionToken")
    last = ask(verb="ListRecords", resumptionToken=first.text).find(f".//{OAI}resumptionToken")
    assert (first.get("completeListSize"), first.get("cursor")) == ("12", "0")
    assert (last.get("completeListSize"), last.get("cursor"), last.text) == ("12", "10", None)


def test_question_may_be_posted():
    PublicationFactory()
    answer = Client(enforce_csrf_checks=True).post("/library/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"})
    assert ET.fromstring(answer.content).find(f".//{DC}title") is not None


@pytest.mark.parametrize("count", [1, 250])
@pytest.mark.parametrize(
    ("question", "queries"),
    [
        ("verb=ListRecords&metadataPrefix=oai_dc", 5),
        ("verb=ListIdentifiers&metadataPrefix=oai_dc", 2),
        ("verb=ListSets", 1),
    ],
)
def test_page_of_a_list_costs_the_same_at_any_size(question, queries, count):
    grow_library(count, areas=[PolicyAreaFactory()])
    assert len(queries_of(f"/library/oai?{question}")) == queries


def test_datestamp_never_runs_backwards():
    """The order of telling is the order of changing, also within one transaction."""
    first, second = PublicationFactory(), PublicationFactory()
    Publication.objects.filter(pk=first.pk).update(title="Later")
    told = [record.uuid for record in HarvestRecord.objects.all()]
    assert told == [second.uuid, first.uuid]
    assert HarvestRecord.objects.latest("changed_at").changed_at - datetime.now(UTC) < timedelta(minutes=1)
