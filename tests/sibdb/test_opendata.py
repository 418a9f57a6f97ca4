"""The data to take away: complete, private nowhere, told column by column, and valid for other programs."""

import csv
import io
import json
import re
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import frictionless
import pytest
from django.db import transaction

from golab.exports import as_csv
from golab.pages.snapshots import start_request
from sibdb.indigo import checks
from sibdb.models import (
    Finding,
    OutcomePayment,
    OutcomePrice,
    Part,
    Project,
    ProjectAmount,
    ProjectOutcome,
    ProjectSource,
    RateCardLine,
)
from sibdb.opendata import files, quality, table
from sibdb.opendata.tables import PARTS, TABLES
from sibdb.opendata.version import data_version
from tests.factories.sibdb import (
    OrganisationFactory,
    OutcomesFundFactory,
    ProjectFactory,
    RateCardFactory,
    a_country,
    grow_projects,
)
from tests.hostile import TOGETHER
from tests.reading import content_of, main_of, queries_of, shown

pytestmark = pytest.mark.django_db
NEVER_SHOWN = {"indigo_extra", "indigo_written", "basis", "vector", "notes", "record_note"}
TODAY = date(2026, 11, 22)


@pytest.fixture
def project():
    """A project with rows in many tables, some of them private, some disputed."""
    fund = OutcomesFundFactory(indigo_id="INDIGO-FUND-0012", host=OrganisationFactory(name="Host"))
    project = ProjectFactory(
        name="=Homes", slug="homes", indigo_id="INDIGO-POJ-0154", status="disputed", status_note="Two sources differ.",
        parties=[("payer", "Leeds"), ("investor", "Hidden bank")], countries=[a_country("GB")], funds=[fund],
        amounts=[ProjectAmount(kind="maximum", currency="GBP", exact=1262980)],
        outcomes=[
            ProjectOutcome(name="A job", ref="o1", goals=[1, 8]),
            ProjectOutcome(name="Not to be told", ref="o2", status="private"),
        ],
        sources=[ProjectSource(title="Contract", groups=["dates", "finance"])],
    )  # fmt: skip
    hidden = project.parties.get(role="investor").organisation
    hidden.status = "private"
    hidden.save()
    for ref in ("o1", "o2"):
        OutcomePrice.objects.create(project=project, metric_ref=ref, currency="GBP", price="765.63")
    OutcomePayment.objects.create(project=project, kind="actual", payer=hidden, currency="GBP", amount=100)
    RateCardFactory(project=project, is_of_one_project=True, lines=[{"outcome": "A job", "price": 500}])
    Finding.objects.create(check_name="stale-stage", level="1", text="Stale.", project=project, found_on=TODAY)
    ProjectFactory(name="Secret", status="private")
    return project


def zipped() -> bytes:
    return b"".join(files.all_zipped(on=TODAY, version="1" * 32))


def rows_of(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(shown(f"/projects/data/{table}.csv"))))


def test_package_is_valid_for_frictionless_with_its_keys(project, tmp_path):
    content = zipped()
    (tmp_path / "data.zip").write_bytes(content)
    report = frictionless.validate(str(tmp_path / "data.zip"))
    assert report.valid, report.flatten(["name", "type", "note"])
    assert {task.name for task in report.tasks} == set(TABLES)
    told = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("datapackage.json"))
    assert "INDIGO Impact Bond Dataset" in told["citation"]
    assert told["licenses"]
    assert told["sources"]
    _break(content, told, tmp_path / "broken")
    broken = frictionless.validate(str(tmp_path / "broken" / "datapackage.json"))
    assert "foreign-key" in [error[0] for error in broken.flatten(["type"])]


def _break(content: bytes, told: dict, folder: Path) -> None:
    """Two of its tables, with a country of a project that is in neither."""
    zipfile.ZipFile(io.BytesIO(content)).extractall(folder)
    told["resources"] = [one for one in told["resources"] if one["name"] in ("projects", "project_countries")]
    (folder / "datapackage.json").write_text(json.dumps(told))
    rows = folder / "project_countries.csv"
    rows.write_text(re.sub(r"(?m)^[0-9a-f]{8}-", "00000000-", rows.read_text()))


def test_no_public_column_lacks_a_meaning():
    lacking = [(table.name, column.name) for table in TABLES.values() for column in table.all_columns
               if not column.meaning.endswith((".", "?"))]  # fmt: skip
    assert lacking == []
    for one in TABLES.values():
        names = [column.name for column in one.all_columns]
        assert len(names) == len(set(names)), one.name
        assert not NEVER_SHOWN & set(names), one.name


def test_dictionary_tells_each_column_with_its_codes():
    page = main_of(shown("/projects/data/dictionary/"))
    for one in TABLES.values():
        assert f'id="{one.name}"' in page
        for column in one.columns:
            assert f"<code>{column.name}</code>" in page
            assert all(f"<code>{code}</code>" in page for code in column.codes)


def test_every_kind_of_part_has_a_table():
    """A kind of part that is added later needs one."""
    related = [relation.related_model for relation in Project._meta.related_objects]
    parts = {model for model in related if issubclass(model, Part)}
    assert parts <= {one.queryset().model for one in PARTS}


def test_files_hold_disputed_rows_with_their_note_and_nothing_private(project):
    [row] = rows_of("projects")
    assert (row["name"], row["indigo_id"]) == ("'=Homes", "INDIGO-POJ-0154")
    assert (row["status"], row["status_note"]) == ("disputed", "Two sources differ.")
    assert row["project_id"] == str(project.uuid)
    assert "INDIGO Impact Bond Dataset" in row["attribution"]
    assert "CC BY 4.0" in row["licence"]
    assert [row["ref"] for row in rows_of("outcomes")] == ["o1"]
    assert [row["metric_ref"] for row in rows_of("outcome_prices")] == ["o1"]
    assert [row["role"] for row in rows_of("roles")] == ["payer"]
    assert [row["payer_id"] for row in rows_of("outcome_payments")] == [""]
    everything = (
        shown("/projects/data/everything.json")
        + zipfile.ZipFile(io.BytesIO(zipped())).read("organisations.csv").decode()
    )
    assert not re.search("Hidden bank|Not to be told|Secret", everything)


def test_json_has_numbers_lists_and_nothing_for_what_is_not_known(project):
    found = json.loads(shown("/projects/data/everything.json"))
    assert set(TABLES) <= set(found)
    [outcome] = found["outcomes"]
    assert (outcome["goals"], outcome["defined_by"]) == ([1, 8], None)
    assert found["amounts"][0]["exact"] == 1262980
    assert json.loads(shown("/projects/data/outcomes.json"))["outcomes"] == [outcome]
    assert "citation" in found
    told = json.loads(shown("/projects/data/datapackage.json"))
    assert [resource["path"] for resource in told["resources"]] == [f"{name}.csv" for name in TABLES]


def test_no_table_of_that_name(client):
    assert client.get("/projects/data/users.csv").status_code == 404


def test_files_take_no_more_memory_for_more_rows(monkeypatch):
    monkeypatch.setattr(table, "ROWS_AT_ONCE", 20)
    monkeypatch.setattr(as_csv, "_CHUNK_ROWS", 20)
    peaks, sizes = [], []
    for start, count in ((0, 40), (40, 240)):
        grow_projects(count, start=start)
        tracemalloc.start()
        sizes.append(sum(len(piece) for piece in files.table_csv(TABLES["projects"])))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert sizes[1] > 6 * sizes[0]
    assert peaks[1] < 2 * peaks[0], peaks


def test_archive_is_sent_while_it_is_made():
    grow_projects(40)
    pieces = list(files.all_zipped(on=TODAY, version="1"))
    assert len(pieces) > len(TABLES)
    assert max(map(len, pieces)) < 200_000
    assert zipfile.ZipFile(io.BytesIO(b"".join(pieces))).testzip() is None


def test_version_changes_with_any_write_and_only_then():
    first, other = (RateCardFactory(lines=[{"outcome": "A job", "price": 500}]) for _ in range(2))
    seen = [data_version.build()]
    assert data_version.build() == seen[0]
    for change in (
        lambda: RateCardLine.objects.filter(card=first).update(outcome="Work"),
        lambda: grow_projects(2),
        lambda: other.delete(),
    ):
        with transaction.atomic():  # as each request has one of its own
            change()
        seen.append(data_version.build())
    assert len(set(seen)) == 4


@pytest.mark.parametrize("count", [3, 60])
def test_pages_cost_the_same_for_any_number_of_rows(count):
    made = grow_projects(count)
    Finding.objects.create(check_name="unsourced", level="1", text="None.", project=made[0], found_on=TODAY)
    for url, queries in {
        "/projects/data/": 1, "/projects/data/dictionary/": 0, "/projects/data/quality/": 3,
        "/projects/data/quality/project-1/": 3, "/api/v1/docs": 0, "/projects/data/roles.csv": 1,
    }.items():  # fmt: skip
        asked = queries_of(url)
        assert len(asked) == len(set(asked)) == queries, "\n".join(asked)


def test_quality_says_what_is_missing_stale_and_when_it_was_verified(project):
    Project.objects.filter(pk=project.pk).update(verified_on="2026-03-04", verified_by="The contract")
    Finding.objects.create(
        check_name="unsourced", level="2", text="Told to nobody", project=project, found_on=TODAY, is_private=True
    )
    page = main_of(shown("/projects/data/quality/"))
    assert "Stale stage" in page
    assert "4 March 2026" in page
    assert "Secret" not in page
    one = main_of(shown(f"/projects/data/quality/{project.slug}/"))
    assert "Stale." in one
    assert "Told to nobody" not in one
    assert "Last verified on 4 March 2026 against The contract." in one
    assert "Most that can be paid for outcomes: recorded" in one
    start_request()
    assert f"/projects/data/quality/{project.slug}/" in shown(f"/projects/{project.slug}/")


def test_quality_counts_once_and_by_priority(project):
    [stale] = [row for row in quality.faults() if row.kind == "Stale stage"]
    assert (stale.by_level, stale.projects) == ((1, 0, 0), 1)
    [row] = quality.with_scores(Project.objects.published())
    assert sum(quality.faults_of(row)) == row.all_faults == 1
    assert [asked for _, asked in quality.scores_of(row)] == [11, 11, 5]


def test_every_check_is_of_a_kind():
    """A check that is added later is given one."""
    source = "".join(
        Path(module).read_text() for module in (checks.__file__, checks.__file__.replace("checks", "quality"))
    )
    named = set(re.findall(r'Fault\(\s*"([a-z-]+)"', source)) | {name for _, name in checks.CELLS}
    assert named <= {check for kind in quality.CHECKS.values() for check in kind}


def test_hostile_texts_stay_texts(client):
    for number, text in enumerate(TOGETHER):
        project = ProjectFactory(name=text.replace("\x0b", ""), slug=f"hostile-{number}")
        Finding.objects.create(check_name="bad-text", level="1", text=text, project=project, found_on=TODAY)
    for address in (
        "data/",
        "data/quality/",
        "data/quality/hostile-0/",
        "data/quality/?page=%00",
        "data/quality/?page=-1",
    ):
        page = content_of(client.get(f"/projects/{address}")).decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    rows = rows_of("projects")
    assert len(rows) == len(TOGETHER)
