"""What is private leaves the CMS by no door: words planted in every field are hunted through every address there is."""

import io
import re
import zipfile
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import models
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from golab.exports import making
from golab.search.indexing import rebuild
from sibdb.models import (
    Finding,
    FundDocument,
    Organisation,
    OutcomesFund,
    Part,
    PipelineProject,
    PriceProgramme,
    Project,
    ProjectParty,
)
from sibdb.monthly import taking
from sibdb.opendata.tables import TABLES
from tests.factories.sibdb import OrganisationFactory, OutcomesFundFactory, ProjectFactory, RateCardFactory
from tests.reading import content_of

pytestmark = pytest.mark.django_db
CANARY = "zyzzyva"
SECRET = 91827364  # a number that nothing else has
BEHIND_A_DOOR = ("admin/", "account/", "_util/", "media/")
ASKED = ("projects/", "prices/", "search/", "organisations/", "funds/", "api/")  # what takes a question
API = {"project": Project, "organisation": Organisation, "fund": OutcomesFund}  # what it gives one by one
LISTS = ("projects/", "prices/", "search/", "organisations/", "funds/")  # what has views
QUERIES = ("", f"?q={CANARY}", "?q=homes&view=table", "?view=map", "?view=charts")


def plant(row: models.Model, **values: object) -> models.Model:
    """Fill every text and number of a row that may be private."""
    for field in row._meta.concrete_fields:
        name = field.name
        if name in values or field.is_relation or field.choices or field.primary_key or field.generated:
            continue
        if (
            name in ("sort_order", "ref", "status", "uuid", "slug", "indigo_id")
            or field.has_default()
            and field.default
        ):
            continue
        if isinstance(field, models.URLField):
            setattr(row, name, f"https://{CANARY}.example.org/")
        elif isinstance(field, models.CharField | models.TextField) and not field.validators[1:]:
            setattr(row, name, CANARY[: field.max_length or 99])
        elif isinstance(field, models.DecimalField) and field.max_digits - field.decimal_places >= len(str(SECRET)):
            setattr(row, name, SECRET)
    for name, value in values.items():
        setattr(row, name, value)
    return row


def part_models() -> list[type[Part]]:
    return [
        relation.related_model for relation in Project._meta.related_objects if issubclass(relation.related_model, Part)
    ]


def a_private_part(part: type[Part], project: Project) -> Part:
    values: dict[str, object] = {"project": project, "status": "private"}
    names = {field.name for field in part._meta.concrete_fields}
    if "currency" in names:
        values["currency"] = "GBP"
    if "paid_currency" in names:
        values["paid_currency"] = "GBP"
    if {"exact", "lowest", "highest"} <= names:
        values |= {"lowest": None, "highest": None, "exact": SECRET}
    for name in ("on", "start", "end", "planned_start", "planned_end", "published", "accessed", "as_of"):
        values |= {name: ""} if name in names else {}
    if "role" in names:
        values |= {"role": "payer", "organisation": OrganisationFactory()}
    for name, value in (("kind", "person-cap"), ("side", "payer"), ("scheme", "ocds")):
        if name in names and part._meta.get_field(name).choices:
            values[name] = value if value in dict(part._meta.get_field(name).choices) else ""
    return plant(part(), **values)


@pytest.fixture
def project():
    """A public project with a private row of every kind, beside a private project, organisation, fund and pipeline."""
    hidden = ProjectFactory(name=f"{CANARY} project", status="private", summary=CANARY)
    body = OrganisationFactory(name=f"{CANARY} council")
    fund = OutcomesFundFactory(name=f"{CANARY} fund")
    FundDocument.objects.create(fund=fund, title=CANARY, url=f"https://{CANARY}.example.org/")
    plant(PipelineProject(), name=CANARY, status="private", currency="GBP").save()
    public = ProjectFactory(name="Homes first", funds=[fund])
    RateCardFactory(project=hidden, is_of_one_project=True, programme__fund=fund)
    for part in part_models():
        a_private_part(part, public).save()
    ProjectParty.objects.create(project=public, organisation=body, role="investor")
    for owner, private in ((public, True), (hidden, False)):
        Finding.objects.create(
            check_name="x", level="1", text=CANARY, project=owner, is_private=private, found_on="2026-01-01"
        )
    public.refresh_from_db()
    public.save()  # the lines that lists show are made of its parts
    rebuild()
    assert taking.take(now=datetime(2026, 10, 1, tzinfo=UTC))
    for row in (body, fund):  # they were public, and what was made of them must go
        row.status = "private"
        row.save()
    assert taking.take(now=datetime(2026, 11, 1, tzinfo=UTC))
    return public


def addresses(patterns: list, before: str = "") -> list[str]:
    """Every address without a door before it, each argument filled with what could be asked for."""
    found = []
    for pattern in patterns:
        path = before + str(pattern.pattern).lstrip("^")
        if path.startswith(BEHIND_A_DOOR):
            continue
        if isinstance(pattern, URLResolver):
            found += addresses(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            found += filled(path.rstrip("$"))
    return found


def filled(path: str) -> list[str]:
    """An address for each thing that could stand in it; patterns that are not paths are left out."""
    if "(" in path or "\\" in path:
        return []
    found = [path]
    for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", path):
        values = asked_of(path.partition("/")[0], kind or "str", name)
        found = [re.sub(r"<[^>]+>", value, one, count=1) for one in found for value in values]
    return found


def asked_of(room: str, kind: str, name: str) -> list[str]:
    """What could stand for an argument: of a room with records their slugs, of any other one that is private."""
    records = {"projects": Project, "organisations": Organisation, "funds": OutcomesFund, "prices": PriceProgramme}
    rows = (Project, Organisation, OutcomesFund, PipelineProject)
    uuids = [uuid for model in rows for uuid in uuids_of(model)]
    slugs = [row.slug for row in records[room].objects.all()] if room in records else [f"{CANARY}-project"]
    values = {
        "slug": slugs, "uuid": uuids, "int": ["1"], "str": ["projects", "en"], "month": ["2026-10", "2026-11"],
        # Some arguments are known by their name: the tables of data, charts and maps, and the ids that the API takes.
        "table": list(TABLES), "name": ["areas", "years", "countries", "stages", "world", "uk"],
        "indigo_id": list(Project.objects.values_list("indigo_id", flat=True)),
        **{f"{one}_id": uuids_of(model) for one, model in API.items()},
    }  # fmt: skip
    return values.get(name) or values.get(kind, ["x"])


def uuids_of(model: type[models.Model]) -> list[str]:
    return [str(uuid) for uuid in model.objects.values_list("uuid", flat=True)]


def test_nothing_private_is_in_any_public_byte(project, settings):
    settings.API_PER_MINUTE = 10_000
    client = Client(raise_request_exception=False)
    seen, leaks = 0, []
    for address in dict.fromkeys(addresses(get_resolver().url_patterns)):
        for query in questions_for(address):
            response = answer_of(client, f"/{address}{query}")
            assert response.status_code < 500, address
            body = unpacked(content_of(response)).replace(f"q={CANARY}".encode(), b"")
            seen += response.status_code == 200
            if response.status_code == 200 and is_told(body, query):
                leaks.append(f"/{address}{query}")
    assert seen > 100
    assert leaks == []
    assert client.get("/projects/landscape/2026-10/golab-sib-data.zip").status_code == 410
    assert client.get("/projects/landscape/2026-11/golab-sib-data.zip").status_code == 200


def questions_for(address: str) -> tuple[str, ...]:
    """The query strings worth asking: what a program gets has no views, and a file of everything takes no question."""
    if address in LISTS:
        return QUERIES
    is_asked = address.startswith(ASKED) and not address.startswith(("projects/data/", "projects/landscape/"))
    return QUERIES[:2] if is_asked else QUERIES[:1]


def answer_of(client: Client, address: str) -> HttpResponseBase:
    """What is sent; a spreadsheet once a worker has made it."""
    response = client.get(address)
    if response.status_code == 202:
        for file_id in making.due(now=timezone.now()):
            making.make(file_id=file_id, now=timezone.now())
        response = client.get(address)
    return response


def unpacked(body: bytes) -> bytes:
    """What is in an archive, such as a spreadsheet, where it is one."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def is_told(body: bytes, query: str) -> bool:
    """Whether a secret is in a page; who asked for the word itself may read that it was not found."""
    text = body.decode(errors="replace").casefold()
    number = str(SECRET) in text or f"{SECRET:,}" in text
    words = [f"{CANARY} project", f"{CANARY} council", f"{CANARY} fund", f"{CANARY}.example"]
    return number or any(word in text for word in words) or (CANARY in text and CANARY not in query)


def test_every_kind_of_part_is_planted(project):
    """A kind of part that is added later is planted without a line here."""
    for part in part_models():
        assert part.objects.filter(project=project, status="private").exists(), part
    assert UUID(str(project.uuid))
