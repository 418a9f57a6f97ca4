"""What the landscape came to in a month: kept as it was, cited, and never told of what became private since."""

import csv
import io
import json
import zipfile
from datetime import date, datetime
from hashlib import sha256
from unittest.mock import ANY
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from golab.pages.snapshots import start_request
from sibdb.models import MonthlySnapshot, Project, ProjectAmount
from sibdb.monthly import taking
from sibdb.tasks import SCHEDULE, take_snapshot
from tests.factories.sibdb import MonthlySnapshotFactory, ProjectFactory, a_country
from tests.reading import content_of, main_of, queries_of, shown

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 22, 18, tzinfo=ZoneInfo("Europe/London"))
PAGE, ZIP = "/projects/landscape/2026-11/", "/projects/landscape/2026-11/golab-sib-data.zip"


def written(rows, **values: str) -> None:
    """As another transaction would: the version of the data tells them apart by that."""
    with transaction.atomic():
        rows.update(**values)


@pytest.fixture
def project():
    """The only project when the snapshot is taken."""
    found = ProjectFactory(
        name="Homes first", countries=[a_country("GB")],
        amounts=[ProjectAmount(kind="maximum", currency="GBP", exact=250)],
        parties=[("investor", "A bank")], cohort_target=12, stage="complete",
    )  # fmt: skip
    assert taking.take(now=NOVEMBER)
    return found


def kept() -> MonthlySnapshot:
    return MonthlySnapshot.objects.get(month=date(2026, 11, 1))


def test_snapshot_shows_figures_citation_and_data_of_its_month(project, client):
    text = " ".join(main_of(shown(PAGE)).split())
    assert "22 November 2026" in text
    assert "Every project on record: 1" in text
    assert "£250" in text
    assert "1 of 1" in text
    assert "Government Outcomes Lab" in text
    assert f"http://testserver{PAGE}" in text or PAGE in text
    assert kept().sha256 in text
    told = json.loads(shown(f"{PAGE}figures.json"))
    assert [one["projects"] for one in told["definitions"]] == [1, 1, 1]
    assert told["package"] == {"bytes": ANY, "sha256": kept().sha256, "rows": ANY}
    body = content_of(client.get(ZIP))
    assert sha256(body).hexdigest() == kept().sha256
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        rows = {
            name.removesuffix(".csv"): sum(1 for _ in csv.reader(io.StringIO(archive.read(name).decode()))) - 1
            for name in archive.namelist() if name.endswith(".csv")
        }  # fmt: skip
    assert rows == kept().tables
    assert "TY  - DATA" in shown(f"{PAGE}cite.ris")
    assert "@misc{golab-landscape-2026-11," in shown(f"{PAGE}cite.bib")
    assert "Complete,1" in shown(f"{PAGE}stages.csv?count=contracted")
    assert "<svg" in shown(f"{PAGE}stages.svg")
    assert '<a href="/projects/landscape/2026-11/">November 2026</a>' in shown("/projects/landscape/")
    assert PAGE in shown("/sitemap.xml")


def test_nothing_that_happens_later_changes_a_snapshot(project, client):
    before = shown(PAGE), content_of(client.get(ZIP))
    ProjectFactory(name="Another", amounts=[ProjectAmount(kind="maximum", currency="GBP", exact=9_000)])
    project.policy_area.name = "Renamed"
    project.policy_area.save()
    start_request()
    assert "Every project on record: 2" in main_of(shown("/projects/landscape/"))
    assert (shown(PAGE), content_of(client.get(ZIP))) == before


@pytest.mark.parametrize("change", [{"size": 5}, {"figures": {}}, {"package": b"other"}, {"month": date(2026, 1, 1)}])
def test_database_refuses_to_change_or_remove_a_snapshot(change):
    row = MonthlySnapshot.objects.filter(pk=MonthlySnapshotFactory().pk)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        row.update(**change)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        row.delete()


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("monthly_snapshot_is_of_a_month", {"month": date(2020, 1, 2)}),
        ("monthly_snapshot_is_of_a_month", {"sha256": "x"}),
        ("monthly_snapshot_has_its_package_or_says_why_not", {"package": None}),
        ("monthly_snapshot_has_its_package_or_says_why_not", {"withdrawn_because": "Why."}),
    ],
)
def test_database_refuses_what_is_no_snapshot(constraint, wrong):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MonthlySnapshotFactory(**wrong)


def test_month_is_taken_once_and_a_missed_one_is_named(project):
    assert not taking.take(now=NOVEMBER)
    assert taking.take(now=datetime(2027, 1, 31, 23, 59, tzinfo=ZoneInfo("Europe/London")))
    text = main_of(shown("/projects/landscape/")).partition('id="months-h"')[2]
    assert "No snapshot was taken in this month." in text
    assert text.index("January 2027") < text.index("December 2026") < text.index("November 2026")
    assert MonthlySnapshot.objects.count() == 2


def test_of_two_workers_one_takes_it(project, monkeypatch):
    """The second began before the first had ended."""
    december = datetime(2026, 12, 1, 4, 20, tzinfo=ZoneInfo("Europe/London"))
    whole = taking.counts

    def overtaken() -> dict[str, int]:
        monkeypatch.setattr(taking, "counts", whole)
        assert taking.take(now=december.replace(minute=21))
        return whole()

    monkeypatch.setattr(taking, "counts", overtaken)
    assert not taking.take(now=december)
    assert MonthlySnapshot.objects.get(month=date(2026, 12, 1)).taken_at.minute == 21


def test_hub_without_projects_keeps_nothing_and_the_task_keeps_this_month():
    take_snapshot()
    assert not MonthlySnapshot.objects.exists()
    ProjectFactory()
    take_snapshot()
    assert MonthlySnapshot.objects.get().month == timezone.localdate().replace(day=1)
    assert SCHEDULE["sibdb-monthly-snapshot"]["task"] == take_snapshot.name


def test_package_is_withheld_while_something_in_it_is_private(project, client):
    assert client.get(ZIP).status_code == 200
    written(project.amounts, status="private")
    assert client.get(ZIP).status_code == 410
    assert client.get(PAGE).status_code == 200
    written(project.amounts, status="public")
    assert client.get(ZIP).status_code == 200
    written(Project.objects.filter(pk=project.pk), status="private")
    response = client.get(ZIP)
    assert response.status_code == 410
    assert "Homes first" not in response.content.decode()


def test_package_is_withheld_though_an_import_wrote_the_private_row_anew(project, client):
    (amount,) = project.amounts.all()
    amount.delete()
    assert client.get(ZIP).status_code == 200
    ProjectAmount.objects.create(project=project, kind="maximum", currency="GBP", exact=250, status="private")
    assert client.get(ZIP).status_code == 410


def test_package_is_withheld_though_the_private_row_says_something_else_by_now(project, client):
    project.amounts.all().delete()
    ProjectAmount.objects.create(project=project, kind="maximum", currency="GBP", exact=251, status="private")
    assert client.get(ZIP).status_code == 410
    written(ProjectAmount.objects.filter(project=project), status="public")
    assert client.get(ZIP).status_code == 200


def test_package_is_sent_where_what_is_gone_stands_elsewhere_and_what_is_private_is_new(project, client):
    project.amounts.all().delete()
    ProjectAmount.objects.create(project=project, kind="maximum", currency="GBP", exact=250)
    ProjectAmount.objects.create(project=project, kind="investment", currency="GBP", exact=9, status="private")
    assert client.get(ZIP).status_code == 200


def test_package_is_withheld_though_the_private_project_was_removed_and_imported_again(project, client):
    indigo_id = project.indigo_id
    project.delete()
    assert client.get(ZIP).status_code == 200
    ProjectFactory(indigo_id=indigo_id, name="Under another name", status="private")
    assert client.get(ZIP).status_code == 410


def test_colleague_withdraws_a_file_for_good(project, client, admin_user):
    client.force_login(admin_user)
    edit = f"/admin/monthlysnapshot/edit/{kept().pk}/"
    assert client.post(edit, {"withdrawn_because": ""}).status_code == 302
    assert kept().package is not None
    assert client.post(edit, {"withdrawn_because": "It named a child."}).status_code == 302
    assert kept().package is None
    client.logout()
    assert b"It named a child." in client.get(ZIP).content
    assert "It named a child." in shown(PAGE)
    client.force_login(admin_user)
    assert "has to stand in its place" in client.post(edit, {"withdrawn_because": ""}).content.decode()


def test_pages_of_snapshots_cost_few_queries(project):
    for url in (PAGE, "/projects/landscape/"):
        asked = queries_of(url)
        assert len(asked) == len(set(asked)) <= 5, asked
