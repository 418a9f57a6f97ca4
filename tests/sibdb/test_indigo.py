"""INDIGO's real export, imported once for this module: it lies beside the project and is never committed."""

import json
from collections import Counter
from datetime import date
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from golab.imports import actions
from golab.imports.work import import_file, work_on
from golab.pages.models import LoadedItem
from golab.pages.snapshots import start_request
from golab.taxonomy.models import Country, PolicyArea
from golab.taxonomy.terms import POLICY_AREAS, countries
from sibdb.indigo.comparison import EXPLAINED, differences
from sibdb.indigo.export import exported, packed
from sibdb.indigo.files import pack, unpack
from sibdb.indigo.shape import LEFT_OUT
from sibdb.models import (
    Finding,
    Organisation,
    OutcomesFund,
    PipelineProject,
    Project,
    ProjectChange,
    ProjectParty,
)
from sibdb.opendata.files import all_zipped
from sibdb.projects.finder import projects_stamp
from sibdb.quality.completeness import overall
from tests.factories.sibdb import OrganisationFactory, ProjectFactory
from tests.reading import shown
from tests.sibdb.indigo_files import changed, of_project
from tools import recompute_landscape as independent

pytestmark = pytest.mark.django_db
# Our measures, by the component of the standard that each is of.
OF_THE_STANDARD = {
    "stage": "stage_development", "contract": "dates", "start": "dates", "end": "dates",
    "jurisdiction": "jurisdiction", "investment": "overall_project_finance", "maximum": "overall_project_finance",
    "population": "service_and_beneficiaries", "people": "service_and_beneficiaries",
    "engaged": "service_and_beneficiaries", "goals": "purpose_and_classifications",
    "payers": "outcome_payment_commitments", "providers": "service_provisions", "investors": "investments",
    "intermediaries": "intermediary_services", "funds": "outcome_funds", "places": "delivery_locations",
    "outcomes": "outcome_metrics", "prices": "outcome_pricings", "sources": "sources", "documents": "documents",
    "registers": "open_contracting_datas", "returns": "investment_details",
    "assistance": "technical_assistances", "results": "results", "transactions": "transactions",
}  # fmt: skip
OWN_WORDS = "Our own words on Ways to Wellness."


def run(content: bytes):
    return import_file(kind="indigo", name="indigo.zip", content=content, by=None)


@pytest.fixture(scope="module")
def export_folder():
    """INDIGO's files; without them the module is skipped aloud."""
    folder = settings.SHARED_DIR / "data/indigo"
    if not folder.is_dir():
        if settings.REQUIRE_SHARED:
            pytest.fail(f"REQUIRE_SHARED is set, but there is no folder {folder}")
        pytest.skip(f"no folder {folder}: set SHARED_DIR to run these tests")
    return folder


@pytest.fixture(scope="module")
def indigo(django_db_setup, django_db_blocker, export_folder):
    """The database once the export is in, on top of a project and an organisation that were there before."""
    with django_db_blocker.unblock(), transaction.atomic():
        areas = {name: slug for slug, name in POLICY_AREAS.items()}
        for name, slug in areas.items():
            PolicyArea.objects.get_or_create(slug=slug, defaults={"name": name})
        Country.objects.bulk_create([Country(**country) for country in countries()], ignore_conflicts=True)
        OrganisationFactory(name="Sheffield Futures")
        there = ProjectFactory(
            indigo_id="INDIGO-POJ-0002", name="Aspire", summary=OWN_WORDS, stage="complete",
            parties=[("provider", "Sheffield Futures")],
        )  # fmt: skip
        LoadedItem.objects.remember({"project:INDIGO-POJ-0002": (there, "")})  # as the content folder brings it
        content = pack(export_folder)
        job = run(content)
        yield SimpleNamespace(job=job, content=content, files=unpack(content), there=there.pk)
        transaction.set_rollback(True)


def test_everything_lands_or_is_named(indigo):
    assert indigo.job.is_applied, indigo.job.error
    assert not indigo.job.changes.exclude(error="").exists()
    counts = [
        model.objects.exclude(indigo_id="").count() for model in (Project, PipelineProject, Organisation, OutcomesFund)
    ]
    assert counts == [320, 132, 1554, 21]


def test_every_row_of_every_file_stands_in_the_export(indigo):
    ours = exported()
    assert {name: len(file.rows) for name, file in indigo.files.items()} == {
        name: len(rows) for name, rows in ours.items()
    }


def test_rows_that_could_not_stand_are_kept_and_named(indigo):
    left = Counter()
    for extra in Project.objects.values_list("indigo_extra", flat=True):
        left.update({file: len(rows) for file, rows in extra.get(LEFT_OUT, {}).items()})
    stand = ProjectParty.objects.exclude(project__indigo_id="").count()
    parties = [f"projects_{name}.csv" for name in ("outcome_payment_commitments", "service_provisions", "investments")]
    rows = sum(len(indigo.files[name].rows) for name in [*parties, "projects_intermediary_services.csv"])
    assert stand + sum(left[name] for name in [*parties, "projects_intermediary_services.csv"]) == rows
    told = indigo.job.changes.values_list("note", flat=True)
    assert sum(note.count("left out, for") + note.count("is not in the list of funds") for note in told) == sum(
        left.values()
    )


def test_export_differs_from_the_files_only_in_ways_that_have_a_name(indigo):
    found = list(differences(indigo.files, exported()))
    assert [each for each in found if not each.is_explained] == []
    assert {each.name for each in found} <= EXPLAINED.keys()


def test_import_of_an_export_changes_nothing(indigo):
    job = run(packed())
    assert not job.is_failed, job.error
    assert {row["action"] for row in job.changes.values("action")} == {"unchanged"}


def test_a_changed_file_changes_just_that_and_can_be_taken_back(indigo):
    project = Project.objects.get(indigo_id="INDIGO-POJ-0001")
    before, revisions, remembered = project.record_note, project.revisions.count(), projects_stamp.get()
    job = run(changed(indigo.content, "projects.csv", "Notes - (Value)", "A new note.", ID="INDIGO-POJ-0001"))
    change = job.changes.get(applied_at__isnull=False)
    assert [(each.name, each.after) for each in change.differences()] == [("record note", "A new note.")]
    project.refresh_from_db()
    assert (project.record_note, project.revisions.count()) == ("A new note.", revisions + 1)
    assert projects_stamp.get() != remembered, "pages still show what they remembered"
    actions.undo(job=job, by=None, now=timezone.now())
    assert not work_on(job_id=job.pk)
    project.refresh_from_db()
    assert project.record_note == before


def test_own_words_stay_and_the_facts_are_taken_over(indigo):
    project = Project.objects.get(pk=indigo.there)
    assert project.summary == OWN_WORDS
    assert project.name.startswith("Aspire Social Impact Bond")
    assert project.parties.count() > 1


def test_an_organisation_without_an_id_is_found_by_its_name(indigo):
    assert Organisation.objects.get(name="Sheffield Futures").indigo_id == "INDIGO-ORG-0001"


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("ends-before-start", {"INDIGO-POJ-0122"}),
        ("cap-for-one", {"INDIGO-POJ-0164", "INDIGO-POJ-0165"}),
        ("shifted-prices", {"INDIGO-POJ-0152", "INDIGO-POJ-0154", "INDIGO-POJ-0123"}),
        ("reviewed-doubt", {"INDIGO-POJ-0195"}),
        ("no-stage", None),
        ("bad-currency", None),
        ("id-twice", {"INDIGO-POJ-0123"}),
        ("contradictory", None),
        ("unsourced", None),
    ],
)
def test_known_faults_are_found(indigo, check, expected):
    found = set(Finding.objects.filter(check_name=check).values_list("project__indigo_id", flat=True))
    assert found
    if expected:
        assert expected <= found


def test_faults_are_as_many_as_were_counted(indigo):
    """The figures of the measured list, each within what the date of today adds."""
    counts = Counter(Finding.objects.values_list("check_name", flat=True))
    early = Project.objects.filter(
        stage="implementation", service_end__gt="", service_end__lt="2024", dates_in_doubt=False
    )
    assert early.count() in range(34, 38)
    assert counts["stale-stage"] >= 36
    assert counts["no-end"] >= 45
    assert counts["no-area-code"] == 320
    words = Finding.objects.filter(check_name="currency-word", text__startswith="Overall project finance")
    assert words.values("project").distinct().count() == 17


def test_completeness_is_what_was_measured_and_priorities_are_the_standard_s(indigo, shared_dir):
    measures = {one.key: one for one in overall()}
    assert {key: measures[key].recorded for key in ("results", "prices", "goals")} == {
        "results": 101, "prices": 30, "goals": 59,
    }  # fmt: skip
    schema = json.loads((shared_dir / "data/indigo-standard/indigo_project.schema.json").read_text())
    asked = {name: int(one["priority"]) for name, one in schema["properties"].items() if "priority" in one}
    assert {key: measures[key].level for key in OF_THE_STANDARD} == {
        key: asked[name] for key, name in OF_THE_STANDARD.items()
    }


def test_findings_are_in_the_report(indigo):
    note = indigo.job.changes.get(key="INDIGO-POJ-0122").note
    assert "ends-before-start" in note
    for name, (one, *_) in {
        "stale-stage": ["INDIGO-POJ-0002"],
        "cap-for-one": ["INDIGO-POJ-0164"],
        "shifted-prices": ["INDIGO-POJ-0154"],
        "reviewed-doubt": ["INDIGO-POJ-0195"],
        "currency-word": ["INDIGO-POJ-0039"],
        "no-area-code": ["INDIGO-POJ-0001"],
    }.items():
        assert f"{name}: " in indigo.job.changes.get(key=one).note, name
    assert indigo.job.changes.filter(note__contains="was read as").count() > 10


def test_what_is_private_or_edited_stays_so_when_a_file_comes_again(indigo):
    project = Project.objects.get(indigo_id="INDIGO-POJ-0001")
    project.outcomes.filter(ref="outcomemetric2").update(status="private")
    project.locations.update(status="private")
    Project.objects.filter(pk=project.pk).update(alternative_names="As a colleague calls it")
    column, where = "Outcome Definition - (Value)", {"Project_ID": "INDIGO-POJ-0001", "Id": "outcomemetric2"}
    files = ("projects.csv", "projects_outcome_metrics.csv")
    content = of_project(indigo.content, "INDIGO-POJ-0001", among=files)
    content = changed(content, files[1], column, "A job of a year", **where)
    job = run(changed(content, "projects.csv", "Impact Bond Name - (Value)", "Another name", ID="INDIGO-POJ-0001"))
    told = {each.name: each for each in job.changes.get(key="INDIGO-POJ-0001").differences()}
    assert "A job of a year" in told["outcomes"].after
    assert "outcomemetric3" not in told["outcomes"].after
    assert "Left as a colleague has it: alternative names." in job.changes.get(key="INDIGO-POJ-0001").note
    project.refresh_from_db()
    assert project.alternative_names == "As a colleague calls it"
    outcome = Project.objects.get(pk=project.pk).outcomes.get(ref="outcomemetric2")
    assert outcome.definition == "A job of a year"
    assert outcome.is_private
    assert {place.status for place in project.locations.all()} == {"private"}
    (line,) = ProjectChange.objects.filter(project=project)  # nothing of the outcome, which is private
    assert line.what.startswith("Name: Another name (was: ")
    assert "Outcomes" not in line.what


def test_every_number_on_the_landscape_page_follows_from_the_csvs(indigo):
    """A script that knows nothing of our code reads the files that anyone gets, and the pages that anyone sees."""
    start_request()
    data = independent.Data(b"".join(all_zipped(on=date(2026, 11, 22), version="x")))
    recomputed = data.recomputed()
    assert recomputed["recorded"]["projects"] == {"": 320}
    for definition, expected in recomputed.items():
        told = independent.printed(shown(f"/projects/landscape/?count={definition}"), definition)
        assert independent.differences(expected, told) == []
        assert (len(told["sizes"]), len(told["based on"]), len(told["countries"])) == (5, 4, 15)
    (one,) = [one for one in data.projects if one["indigo_id"] == "INDIGO-POJ-0001"]
    one |= {"cohort_target": "1", "policy_area": next(area for area in data.areas if area != one["policy_area"])}
    told = independent.printed(shown("/projects/landscape/"), "recorded")
    wrong = independent.differences(data.recomputed()["recorded"], told)
    assert {line.split()[0] for line in wrong} == {"areas", "sizes"}
