"""Every answer to a harvester has the elements that the protocol's schema asks for, in its order."""

from pathlib import Path

import pytest
from django.test import Client
from lxml import etree

from library.models import Publication
from library.oai import views
from tests.factories.library import grow_library

pytestmark = pytest.mark.django_db
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas" / "oai-pmh.rng"))
OAI = "{http://www.openarchives.org/OAI/2.0/}"


@pytest.fixture
def library(monkeypatch):
    """Thirty publications, some of them deleted, in lists of ten."""
    monkeypatch.setattr(views, "RECORDS_AT_ONCE", 10)
    monkeypatch.setattr(views, "IDENTIFIERS_AT_ONCE", 10)
    publications = grow_library(30)
    publications[2].delete()
    publications[17].unpublish()
    return publications


def asked(**arguments: str) -> etree._Element:
    root = etree.fromstring(Client().get("/library/oai", arguments).content)
    assert SCHEMA.validate(root), SCHEMA.error_log
    return root


@pytest.mark.parametrize(
    "arguments",
    [
        {"verb": "Identify"},
        {"verb": "ListMetadataFormats"},
        {"verb": "ListSets"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2001-01-01", "until": "2999-12-31"},
        {},
        {"verb": "Steal"},
        {"verb": "Identify", "extra": "1"},
        {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "urn:uuid:none"},
        {"verb": "GetRecord", "identifier": "not a \x00 <uri>"},
        {"verb": "ListRecords", "metadataPrefix": "marc"},
        {"verb": "ListRecords", "resumptionToken": "?"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "yesterday"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "x y"},
        {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc", "until": "1900-01-01T00:00:00Z"},
    ],
)
def test_answer_follows_the_schema(library, arguments):
    asked(**arguments)


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_each_part_of_a_list_follows_the_schema(library, verb):
    root, parts, tokens = asked(verb=verb, metadataPrefix="oai_dc"), 1, []
    while token := root.findtext(f"{OAI}{verb}/{OAI}resumptionToken"):
        tokens.append(root.find(f"{OAI}{verb}/{OAI}resumptionToken").get("cursor"))
        root, parts = asked(verb=verb, resumptionToken=token), parts + 1
    assert (parts, len(set(tokens))) == (3, 2)


def test_record_follows_the_schema_whether_it_stands_or_is_deleted(library):
    gone, *there = library[2], *Publication.objects.filter(live=True)[:2]
    for publication in (gone, *there):
        root = asked(verb="GetRecord", metadataPrefix="oai_dc", identifier=publication.uuid.urn)
        assert root.find(f"{OAI}GetRecord/{OAI}record") is not None


def test_schema_refuses_what_the_protocol_does(library):
    root = asked(verb="GetRecord", metadataPrefix="oai_dc", identifier=library[0].uuid.urn)
    header = root.find(f"{OAI}GetRecord/{OAI}record/{OAI}header")
    header.append(header[0])
    assert not SCHEMA.validate(root)
