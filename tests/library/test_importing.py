import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from golab.imports import actions as imports
from golab.imports.models import ImportJob
from golab.imports.work import import_file, work_on
from golab.pages.loading import Loader
from golab.taxonomy.models import Topic
from library import classified
from library.classified import of_content
from library.content import load_library
from library.models import Publication
from library.reading import authors_of, source_of, steps_by_title
from tests.factories.accounts import UserFactory
from tests.factories.library import PublicationFactory
from tests.factories.sibdb import ProjectFactory
from tests.factories.taxonomy import StageFactory, StepFactory

pytestmark = pytest.mark.django_db
HEADER = "title,authors,year,publisher_or_journal,type,doi,url,policy_sector,summary,confidence,basis\n"
LINE = (
    'On prices,"Carter, E.; OECD",2019,"Geoforum 90, 27-35",Journal article,10.1/X,,Health,What it says.,high,memory\n'
)


def run(content: str, name: str = "p.csv") -> ImportJob:
    return import_file(kind="publications", name=name, content=content.encode(), by=None)


def write(tmp_path, content: str):
    path = tmp_path / "p.csv"
    path.write_text(content)
    return path


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Carter, E.; FitzGerald, C.", [["Carter", "E."], ["FitzGerald", "C."]]),
        ("Roy, M. J.; Crosby Sims, G.", [["Roy", "M. J."], ["Crosby Sims", "G."]]),
        ("National Audit Office", [["National Audit Office", ""]]),
        ("Outes Velarde, J. et al.", [["Outes Velarde", "J."], ["et al.", ""]]),
        ("", []),
    ],
)
def test_authors_are_read_in_order(text, authors):
    assert authors_of(text) == authors


@pytest.mark.parametrize(
    ("text", "is_article", "found"),
    [
        (
            "Social Policy & Administration 52(1), 4-28",
            True,
            {"journal": "Social Policy & Administration", "volume": "52", "issue": "1", "pages": "4-28"},
        ),
        (
            "Accounting, Organizations and Society 55, 63-82",
            True,
            {"journal": "Accounting, Organizations and Society", "volume": "55", "pages": "63-82"},
        ),
        (
            "Community Development Investment Review 9(1), Federal Reserve Bank of San Francisco",
            True,
            {
                "journal": "Community Development Investment Review",
                "volume": "9",
                "issue": "1",
                "publisher": "Federal Reserve Bank of San Francisco",
            },
        ),
        ("Sustainability", True, {"journal": "Sustainability"}),
        ("MHCLG (ISBN 978-1-4098-5447-0)", False, {"publisher": "MHCLG", "isbn": "978-1-4098-5447-0"}),
        (
            "HM Treasury (ISBN 978-1-909790-72-8, PU1617)",
            False,
            {"publisher": "HM Treasury (PU1617)", "isbn": "978-1-909790-72-8"},
        ),
        ("NAO (HC 86)", False, {"publisher": "NAO (HC 86)"}),
    ],
)
def test_place_of_publication_is_taken_apart(text, is_article, found):
    assert {name: value for name, value in source_of(text, is_article=is_article).items() if value} == found


def test_import_writes_one_published_revision():
    StepFactory(slug="build-the-case", stage=StageFactory(slug="develop"))
    job = run(HEADER + LINE.replace("10.1/X", "10.1000/X"))
    assert job.is_applied
    publication = Publication.objects.get()
    assert (publication.slug, publication.live, publication.doi) == ("on-prices", True, "10.1000/x")
    assert publication.author_line == "Carter, E.; OECD"
    assert publication.where == "Geoforum 90, 27-35"
    assert [area.slug for area in publication.policy_areas.all()] == ["health"]
    assert publication.latest_revision_id == publication.live_revision_id


@pytest.mark.parametrize(
    ("basis", "is_verified"),
    [("memory", False), ("DOI read", True), ("abstract page and DOI read", True), ("abstract read", False)],
)
def test_doi_is_verified_only_where_somebody_read_it(basis, is_verified):
    run(HEADER + LINE.replace("10.1/X", "10.1000/x").replace("memory", basis))
    assert Publication.objects.get().doi_is_verified is is_verified


def test_sector_outside_the_taxonomy_becomes_a_topic():
    run(HEADER + LINE.replace("10.1/X", "").replace("Health", "Appraisal"))
    publication = Publication.objects.get()
    assert not publication.policy_areas.exists()
    assert [topic.name for topic in publication.topics.all()] == ["Appraisal"]
    assert Topic.objects.filter(slug="appraisal").count() == 1


def test_missing_type_is_added():
    run(HEADER + LINE.replace("10.1/X", "").replace("Journal article", "Podcast"))
    assert Publication.objects.get().resource_type.slug == "podcast"


def test_second_import_changes_nothing():
    content = HEADER + LINE.replace("10.1/X", "")
    run(content)
    revision = Publication.objects.get().latest_revision_id
    job = run(content)
    assert list(job.changes.values_list("action", flat=True)) == ["unchanged"]
    assert Publication.objects.get().latest_revision_id == revision


def test_import_leaves_what_a_colleague_edited():
    content = HEADER + LINE.replace("10.1/X", "")
    run(content)
    publication = Publication.objects.get()
    publication.summary = "A colleague's words."
    publication.save_revision().publish()
    job = run(content.replace("What it says.", "Other words."))
    change = job.changes.get()
    assert change.action == "unchanged"
    assert "A colleague has edited it" in change.note
    assert Publication.objects.get().summary == "A colleague's words."


def test_import_can_be_taken_back():
    user = UserFactory()
    job = run(HEADER + LINE.replace("10.1/X", ""))
    imports.undo(job=job, by=user, now=job.applied_at)
    work_on(job_id=job.pk)
    assert not Publication.objects.exists()


def test_line_with_a_wrong_value_is_left_out_and_says_why(tmp_path, capsys):
    bad = LINE.replace("10.1/X", "").replace("2019", "soon").replace("On prices", "Later")
    call_command("import_publications", write(tmp_path, HEADER + LINE.replace("10.1/X", "") + bad))
    told = capsys.readouterr()
    assert told.out == "2 records: 1 new, 0 changed, 0 the same, 1 left out.\n"
    assert "The year 'soon' is not four digits." in told.err


def test_command_explains_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_publications", tmp_path / "nothing.csv")
    with pytest.raises(CommandError, match="no column named title or doi"):
        call_command("import_publications", write(tmp_path, "name\nOnly\n"))


def test_content_of_the_hub_is_loaded_once_and_keeps_what_staff_did():
    loader = Loader(tell=lambda line: None)
    load_library(loader)
    assert loader.counts == {"made": 95}
    assert Publication.objects.filter(doi_is_verified=True).count() == 2
    assert Publication.objects.filter(method="trial", countries="IN").count() == 1
    edited, removed = Publication.objects.order_by("pk")[:2]
    edited.summary = "A colleague's words."
    edited.save_revision().publish()
    removed.delete()
    again = Loader(tell=lambda line: None)
    load_library(again)
    assert again.counts == {"unchanged": 93, "kept": 1, "gone": 1}


def test_content_says_more_of_its_own_publications_only():
    titles = (settings.CONTENT_DIR / "publications.csv").read_text().replace('""', '"')
    assert [title for title in of_content() if title not in titles] == []
    assert {values["method"] for values in of_content().values()} <= {"", *Publication.Method.values}


def test_file_names_projects_that_the_hub_has():
    project = ProjectFactory(indigo_id="INDIGO-POJ-0153")
    publication = PublicationFactory(live=False)
    classified.fill(publication, {"projects": ["INDIGO-POJ-0153", "INDIGO-POJ-9999"], "countries": [], "method": ""})
    publication.save()
    assert [part.project for part in Publication.objects.get().about_projects.all()] == [project]
    assert classified.values_of(publication)["projects"] == ["INDIGO-POJ-0153"]


def test_content_names_the_publications_of_the_journey():
    content = (settings.CONTENT_DIR / "publications.csv").read_text()
    missing = [title for title in steps_by_title() if title not in content]
    assert missing == []


@pytest.mark.shared
def test_content_is_the_shared_file(shared_dir):
    shared = (shared_dir / "data/publications.csv").read_text()
    assert (settings.CONTENT_DIR / "publications.csv").read_text() == shared
