"""A ZIP from outside is hostile until it is read; and what staff get of the data in the CMS."""

import io
import zipfile

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from wagtail.models import ReferenceIndex, Revision

from golab.imports.actions import undo
from golab.imports.registry import ImportFileError
from golab.imports.work import import_file, work_on
from golab.pages.models import LoadedItem
from sibdb.indigo.codecs import Unreadable
from sibdb.indigo.columns import COUNTRY, CURRENCY, DATE, GOALS, MONEY
from sibdb.indigo.files import unpack
from sibdb.indigo.importer import IndigoImporter
from sibdb.indigo.projects import PROJECTS
from sibdb.indigo.shifts import shifted
from sibdb.models import Finding, Organisation, OutcomesFund, Project, ProjectOutcome, ProjectParty
from sibdb.quality.completeness import of_project, overall
from tests.factories.accounts import UserFactory
from tests.factories.sibdb import OrganisationFactory, OutcomesFundFactory, ProjectFactory
from tests.factories.taxonomy import PolicyAreaFactory

HEADER = "ID,Impact Bond Name - (Value),Purpose and classifications - Policy sector - (Value)\n"


def packed(files: dict[str, bytes | str], **kwargs: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no zip at all", "not a ZIP"),
        (packed({}), "holds no files"),
        (packed({"../projects.csv": HEADER}), "path or a password"),
        (packed({"/etc/projects.csv": HEADER}), "path or a password"),
        (packed({"setup.exe": b"MZ"}), "not a file of INDIGO"),
        (packed({"projects.csv": HEADER, "other/projects.csv": HEADER}), "in the ZIP twice"),
        (packed({"projects.csv": "x" * 5_000_000}), "more than a text can"),
        (packed({f"{number}.csv": "" for number in range(61)}), "more than 60 files"),
        (packed({"projects.csv": HEADER.encode() + b"\xff\xfe,x,y\n"}), "not in UTF-8"),
        (packed({"projects.csv": HEADER + "INDIGO-POJ-0001,A\n"}), "2 values and there are 3 columns"),
        (packed({"projects.csv": HEADER + 'INDIGO-POJ-0001,"A\n'}), "cannot be read as CSV"),
        (packed({"projects.csv": "one\n"}), "no row of headers"),
    ],
)
def test_hostile_zip_is_refused_with_a_reason(content, said):
    with pytest.raises(ImportFileError, match=said):
        unpack(content)


@pytest.mark.django_db
def test_everything_that_an_import_made_can_be_taken_back():
    PolicyAreaFactory(slug="health", name="Health")
    there = OrganisationFactory(name="Leeds")
    files = {
        "organisations.csv": "ID,Name\nINDIGO-ORG-0001,Leeds\nINDIGO-ORG-0002,York\n",
        "funds.csv": "ID,Fund - Name,Fund - Host institution of Outcome Fund\n"
        "INDIGO-FUND-0001,A fund,INDIGO-ORG-0002\n",
        "projects.csv": HEADER + "INDIGO-POJ-0001,Homes first,Health\n",
        "projects_investments.csv": "Project ID,Organisation ID - (Value)\nINDIGO-POJ-0001,INDIGO-ORG-0002\n",
        "projects_outcome_funds.csv": "Project ID,Id\nINDIGO-POJ-0001,INDIGO-FUND-0001\n",
    }
    job = import_file(kind="indigo", name="indigo.zip", content=packed(files), by=None)
    (project,) = Project.objects.all()
    project.save()  # as the CMS does, which then knows what it refers to
    ReferenceIndex.create_or_update_for_object(project)
    assert ReferenceIndex.objects.filter(object_id=str(project.pk)).exists()
    undo(job=job, by=None, now=timezone.now())
    work_on(job_id=job.pk)
    assert not job.changes.exclude(error="").exists()
    for model in (Project, ProjectParty, OutcomesFund, LoadedItem, ReferenceIndex, Revision, Finding):
        assert not model.objects.exists(), model
    assert list(Organisation.objects.values_list("pk", "indigo_id")) == [(there.pk, "")]


@pytest.mark.django_db
def test_record_is_the_same_though_what_it_names_got_its_id_from_this_very_file():
    fund = OutcomesFundFactory()
    leeds = OrganisationFactory(pk=fund.pk, name="Leeds")  # one number, two things
    key = ProjectFactory(funds=[fund], parties=[("payer", "Leeds")]).indigo_id
    before = PROJECTS.stored([key])[key]
    for row, indigo_id in ((leeds, "INDIGO-ORG-0001"), (fund, "INDIGO-FUND-0001")):
        row.indigo_id = indigo_id
        row.save()
        assert IndigoImporter().agree(before, PROJECTS.stored([key])[key])
    assert not IndigoImporter().agree({**before, "funds": ["INDIGO-ORG-0001"]}, PROJECTS.stored([key])[key])


def test_fault_in_a_file_names_file_and_line():
    with pytest.raises(ImportFileError, match=r"projects\.csv") as refused:
        unpack(packed({"projects.csv": HEADER + "INDIGO-POJ-0001,A,Health\nINDIGO-POJ-0002\n"}))
    assert refused.value.line == 3


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("sibdb.indigo.files.MOST_ROWS", 1)
    with pytest.raises(ImportFileError, match="more than 1 records"):
        unpack(packed({"projects.csv": HEADER + "INDIGO-POJ-0001,A,Health\nINDIGO-POJ-0002,B,Health\n"}))


def test_file_that_says_it_is_smaller_is_refused(monkeypatch):
    content = packed({"projects.csv": HEADER})
    monkeypatch.setattr(zipfile.ZipFile, "infolist", smaller(zipfile.ZipFile.infolist))
    with pytest.raises(ImportFileError, match=r"larger than it says|not a ZIP"):
        unpack(content)


def smaller(infolist):
    def listed(archive):
        members = infolist(archive)
        for member in members:
            member.file_size = 4
        return members

    return listed


def test_part_without_its_records_is_refused():
    with pytest.raises(ImportFileError, match=r"needs projects\.csv"):
        list(IndigoImporter().parse(packed({"projects_documents.csv": "Project ID,Title - (Value)\n"}), "x.zip"))


def test_row_of_nobody_and_an_id_that_is_none_are_named():
    files = {
        "projects.csv": HEADER + "POJ-1,A,Health\n",
        "projects_documents.csv": "Project ID,Title - (Value)\nINDIGO-POJ-9999,A report\n",
    }
    rows = list(IndigoImporter().parse(packed(files), "x.zip"))
    assert [(row.part, row.line, bool(row.errors)) for row in rows] == [
        ("projects.csv", 2, True),
        ("projects_documents.csv", 2, True),
    ]


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        (MONEY, "=D41-D36"),
        (MONEY, "-1"),
        (MONEY, "NaN"),
        (CURRENCY, "USD or HTG"),
        (DATE, "2018-13"),
        (GOALS, "18"),
        (COUNTRY, "Atlantis"),
    ],
)
def test_cell_that_is_not_what_its_column_says_is_never_guessed(codec, text):
    with pytest.raises(Unreadable):
        codec.read(text)


def test_rounded_amount_is_kept_beside_its_field():
    assert MONEY.read("93911.40000000001") == "93911.4"
    assert not MONEY.keeps("93911.40000000001", "93911.4")
    assert MONEY.keeps("4.0", "4")


def test_prices_moved_against_another_project_are_found_and_a_third_clears_one():
    right = [(f"Outcome {number}", str(number)) for number in range(16)]
    moved = [*right[:4], *((name, price) for (name, _), (_, price) in zip(right[4:14], right[6:], strict=True))]
    assert {key for key, *_ in shifted({"right": right, "moved": moved})} == {"right", "moved"}
    assert {key for key, *_ in shifted({"right": right, "same": right, "moved": moved})} == {"moved"}


@pytest.mark.django_db
def test_completeness_counts_what_readers_may_see(django_assert_num_queries):
    project = ProjectFactory(cohort_target=120)
    ProjectFactory(status="private")
    ProjectOutcome.objects.create(project=project, name="A home", status="private")
    with django_assert_num_queries(1):
        found = {measure.key: (measure.recorded, measure.total) for measure in overall()}
    assert (found["people"], found["outcomes"]) == ((1, 1), (0, 1))
    assert {measure.key: measure.recorded for measure in of_project(project)}["people"] == 1


@pytest.fixture
def steward(db):
    user = UserFactory(is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["import_project", "access_admin"]))
    return user


def test_stewards_see_findings_and_take_the_columns_away(steward):
    project = ProjectFactory(indigo_id="INDIGO-POJ-0777", name="Secret", status="private")
    Finding.objects.create(check_name="no-end", level="1", text="No end.", project=project, found_on="2026-01-01")
    client = Client()
    client.force_login(steward)
    page = client.get("/admin/reports/data-quality/")
    assert page.status_code == 200, page
    assert "No end." in page.content.decode()
    response = client.get("/admin/reports/data-quality/indigo.zip")
    assert "no-store" in response["Cache-Control"]
    files = zipfile.ZipFile(io.BytesIO(response.content))
    text = files.read("projects.csv").decode()
    assert "INDIGO-POJ-0777" in text
    assert "PRIVATE" in text


def test_others_in_the_cms_do_not_get_the_columns(db):
    user = UserFactory(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)
    assert client.get("/admin/reports/data-quality/indigo.zip").status_code in (302, 403)
    assert client.get("/admin/reports/data-quality/").status_code in (302, 403)
