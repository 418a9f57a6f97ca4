"""Lists and tables as spreadsheets, read by other programs than those that write them."""

import io
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from golab.exports import making
from golab.exports.as_xlsx import sheet_name
from sibdb.opendata.tables import TABLES
from tests.factories.sibdb import ProjectFactory, RateCardFactory
from tests.factories.taxonomy import PolicyAreaFactory
from tests.reading import content_of

pytestmark = pytest.mark.django_db
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def made(address: str) -> bytes:
    assert Client().get(address).status_code == 202
    for file_id in making.due(now=timezone.now()):
        making.make(file_id=file_id, now=timezone.now())
    answer = Client().get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    return content_of(answer)


def book_of(address: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made(address)))


def names_of(content: bytes) -> list[str]:
    """The tables of an ODS."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist()[0] == "mimetype"
        root = ElementTree.fromstring(archive.read("content.xml"))
    return [table.get(f"{TABLE}name") for table in root.iter(f"{TABLE}table")]


def test_list_is_as_it_was_filtered_with_its_terms():
    ProjectFactory(name="=HYPERLINK(1)", slug="homes", parties=[("payer", "Leeds")])
    ProjectFactory(policy_area=PolicyAreaFactory(slug="health"))
    book = book_of("/projects/export.xlsx?area=homelessness&view=table")
    rows = list(book["Projects"].values)
    assert len(rows) == 2
    cell = book["Projects"]["B2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    about = " ".join(row[0] for row in book["About"].values)
    assert "INDIGO Impact Bond Dataset" in about
    assert "CC BY 4.0" in about
    # Another way to ask the same is the same file, and is there already.
    assert Client().get("/projects/export.xlsx?page=3&area=homelessness").status_code == 200


def test_prices_and_organisations_are_lists_too():
    project = ProjectFactory(parties=[("payer", "Leeds")])
    RateCardFactory(project=project, lines=[{"outcome": "A job", "price": 500}])
    assert [row[5] for row in book_of("/prices/export.xlsx")["Outcome prices"].values][1:] == ["A job"]
    assert names_of(made("/organisations/export.ods?role=payer")) == ["Organisations", "About"]


def test_everything_is_a_sheet_for_each_table():
    ProjectFactory()
    titles = [sheet_name(table.title) for table in TABLES.values()]
    assert len({title.casefold() for title in titles}) == len(titles)
    assert book_of("/projects/data/everything.xlsx").sheetnames == ["About", *titles]
    assert names_of(made("/projects/data/everything.ods")) == ["About", *(one.title for one in TABLES.values())]
