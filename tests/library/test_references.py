"""Files of references become publications, through the one mechanism of imports."""

import tracemalloc
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.utils import timezone

from golab.imports import actions, work
from golab.imports.models import ImportJob
from golab.taxonomy.models import Country
from library.importing.files import records_of
from library.importing.sameness import fingerprint
from library.models import Publication
from library.models.sameness import same_title
from tests.factories.library import PublicationFactory
from tests.factories.taxonomy import ResourceTypeFactory
from tests.hostile import HOSTILE
from tests.library.references import RIS, apply, only, read, ris, take_back
from tests.reading import content_of

pytestmark = pytest.mark.django_db


def test_list_of_dois_is_held_for_completion_and_a_later_file_completes_it():
    job = apply(read("# for Eleanor\nhttps://doi.org/10.1000/X\ndoi: 10.1000/y, 10.1000/z;\n10.1000/x\n"))
    assert list(job.changes.order_by("position").values_list("line", "error")) == [
        (2, ""),
        (3, ""),
        (3, ""),
        (4, "The same DOI stands at line 2 already. Keep one of the two."),
    ]
    assert "Held as a draft until somebody adds: title, year" in job.changes.first().note
    held = Publication.objects.get(doi="10.1000/x")
    assert (held.title, held.year, held.live, held.has_unpublished_changes) == ("DOI 10.1000/x", None, False, True)
    change = only(read(RIS.replace("ABC", "X")))
    assert change.action == "update"
    assert change.before["title"] == "DOI 10.1000/x"
    apply(change.job)
    held.refresh_from_db()
    assert (held.title, held.year, held.live) == ("Paying for outcomes: what we know", 2018, False)
    assert held.get_latest_revision_as_object().title == held.title
    assert str(held.authors.first()) == "Carter, Eleanor"


def test_reference_without_our_summary_is_a_draft_and_one_with_it_is_published():
    apply(read(RIS + ris(more="N1  - GO Lab summary: What it says.\nN1  - A note.\n")))
    assert dict(Publication.objects.values_list("title", "live")) == {
        "Paying for outcomes: what we know": False,
        "On prices": True,
    }
    assert Publication.objects.get(live=True).summary == "What it says."


@pytest.mark.parametrize(
    ("stored", "file", "is_same"),
    [
        ({"doi": "10.1000/x", "title": "Another title"}, {"doi": "10.1000/X"}, True),
        ({"title": "On Prices!"}, {}, True),
        ({"title": "Ön  “prices”"}, {"doi": "10.1000/x"}, True),
        ({"title": "On prices", "year": 2018}, {}, False),
        ({"title": "On prices", "doi": "10.1000/y"}, {"doi": "10.1000/x"}, False),
    ],
)
def test_duplicate_is_found_by_doi_or_by_title_and_year(stored, file, is_same):
    PublicationFactory(**{"year": 2019, **stored})
    change = only(read(ris(**file)))
    assert (change.action != "create") is is_same
    assert ("In the library already" in change.note) is is_same


def test_duplicate_in_the_file_is_left_out():
    job = read(ris() + ris(title="ON PRICES.", doi="10.1000/x") + ris(doi="10.1000/y", title="Else"))
    assert job.changes.with_errors().get().error == (
        "The same title and year stand at line 1 already. Keep one of the two."
    )


def test_database_and_file_take_titles_to_be_the_same_alike():
    titles = [*HOSTILE, "Où est l’été ?", "Éléments & co: ﬁn", "Ünïcode—dash", "Цена 5", "成果", "a_b^c~d`e", "x" * 300]
    PublicationFactory()
    for title in (title.replace("\x0b", "") for title in titles):
        wanted = same_title(Value(title))
        assert Publication.objects.values_list(wanted, flat=True).get() == fingerprint(title), title


def test_dry_run_shows_each_field_and_undo_brings_each_back():
    PublicationFactory(title="On prices", year=2019, journal="", pages="1-2", authors=[("Old", "O.")])
    job = read(ris(title="ON PRICES.", more="AU  - Carter, E.\nJO  - Geoforum\nSP  - 4\nEP  - 28\n"))
    differences = {line.name: (line.before, line.after) for line in only(job).differences()}
    assert differences == {
        "authors": ("Old, O.", "Carter, E."),
        "journal": ("empty", "Geoforum"),
        "pages": ("1-2", "4-28"),
    }
    assert Publication.objects.get().pages == "1-2"
    apply(job)
    publication = Publication.objects.get()
    assert (publication.pages, publication.author_line, publication.live) == ("4-28", "Carter, E.", True)
    take_back(job)
    publication = Publication.objects.get()
    assert (publication.pages, publication.journal, publication.author_line) == ("1-2", "", "Old, O.")


def test_what_a_colleague_wrote_stays_and_what_was_empty_is_filled_in():
    publication = PublicationFactory(title="On prices", year=2019, pages="1-2")
    publication.save_revision().publish()
    change = only(job := read(ris(doi="10.1000/x", more="SP  - 4\nEP  - 28\n")))
    assert change.after == {"doi": "10.1000/x"}
    assert "only what was empty is filled in. As it is in the library: pages." in change.note
    apply(job)
    publication.refresh_from_db()
    assert (publication.doi, publication.pages, publication.live) == ("10.1000/x", "1-2", True)
    take_back(job)
    publication.refresh_from_db()
    assert (publication.doi, publication.pages) == ("", "1-2")


def test_publication_that_a_colleague_works_on_or_locked_is_left_out():
    drafted, locked = PublicationFactory(title="On prices", year=2019), PublicationFactory(title="On time", year=2019)
    drafted.title = "On better prices"
    drafted.save_revision()
    Publication.objects.filter(pk=locked.pk).update(locked=True)
    job = read(ris(more="VL  - 9\n") + ris(title="On time", more="VL  - 9\n"))
    assert [change.error[:40] for change in job.changes.order_by("position")] == [
        "A colleague is working on a draft of thi",
        "This publication is locked. Ask a publis",
    ]


def test_draft_begun_after_the_dry_run_stops_its_record_alone():
    publication = PublicationFactory(title="On prices", year=2019)
    job = read(ris(more="VL  - 9\n") + ris(title="On time"))
    publication.save_revision()
    apply(job)
    assert "A colleague has edited this publication since" in job.changes.with_errors().get().error
    assert Publication.objects.get(title="On time")
    publication.refresh_from_db()
    assert publication.volume == ""


def test_import_that_was_edited_since_is_not_taken_back():
    job = apply(read(ris() + ris(title="On time")))
    edited = Publication.objects.get(title="On time")
    edited.summary = "A colleague's words."
    edited.save_revision()
    take_back(job)
    assert list(Publication.objects.all()) == [edited]
    assert "edited this publication since" in job.changes.with_errors().get().error


def test_titles_that_end_alike_and_reserved_words_get_addresses_of_their_own():
    content = "".join(
        ris(title=title, doi=f"10.1000/{n}") for n, title in enumerate(["Data", *["Editorial"] * 3, "成果"])
    )
    apply(read(content))
    slugs = list(Publication.objects.order_by("doi").values_list("slug", flat=True))
    assert slugs[:3] == ["data-2019", "editorial", "editorial-2019"]
    assert len(set(slugs)) == 5
    assert slugs[3].startswith("editorial-2019-")
    assert slugs[4].startswith("publication-")


def test_worker_that_dies_in_the_middle_is_followed_without_doubles(monkeypatch):
    from library.importer import PublicationImporter

    monkeypatch.setattr(PublicationImporter, "batch_size", 2)
    job = read("".join(ris(title=f"Report {n}") for n in range(5)))
    actions.confirm(job=job, by=None, now=timezone.now())
    work.work_on(job_id=job.pk, until=timezone.now())
    assert Publication.objects.count() == 2
    ImportJob.objects.filter(pk=job.pk).update(  # a worker took it and was killed
        claim="00000000-0000-0000-0000-000000000001", lease_until=timezone.now() + actions.LEASE
    )
    assert work.work_on(job_id=job.pk) is False
    later = timezone.now() + actions.LEASE + timedelta(seconds=1)
    work.work_on(job_id=job.pk, clock=lambda: later)
    job.refresh_from_db()
    assert (job.state, job.done, Publication.objects.count()) == (ImportJob.State.APPLIED, 5, 5)


def test_many_records_take_few_queries_and_flat_memory(django_assert_max_num_queries):
    few, many = ("".join(ris(title=f"Report {n} {size}") for n in range(size)) for size in (20, 200))
    peaks = []
    for content in (many, many * 10):
        content = content.encode()
        tracemalloc.start()
        for _ in records_of(content, "x.ris"):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1] - 4 * len(content))
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000, "what is read is let go"
    apply(read(few))
    job = read(many)
    actions.confirm(job=job, by=None, now=timezone.now())
    with django_assert_max_num_queries(60 + 200):  # for each record only its note for search
        work.work_on(job_id=job.pk)
    assert Publication.objects.count() == 220


@pytest.mark.parametrize("export", ["export.ris", "export.bib", "export.csv"])
def test_own_exports_change_nothing_when_they_come_back(client, export):
    PublicationFactory(
        title="Paying for outcomes: 100% & more",
        slug="paying",
        authors=[("Müller", "Jörg"), ("National Audit Office", "")],
        year=2018,
        resource_type=ResourceTypeFactory(slug="journal-article", name="Journal article"),
        journal="Geoforum",
        volume="90",
        issue="2",
        pages="27-35",
        doi="10.1000/abc_d",
        doi_is_verified=True,
        url="https://example.org/~text",
        publisher="",
        countries=list(Country.objects.filter(pk="GB")),
    )
    content = content_of(client.get(f"/library/{export}"))
    change = only(read(content, export))
    assert (change.action, change.error, list(change.differences())) == ("unchanged", "", [])
    assert change.after["authors"] == [["Müller", "Jörg"], ["National Audit Office", ""]]


def test_database_wants_a_year_of_what_readers_see():
    draft = PublicationFactory(year=None, is_draft=True)
    with pytest.raises(IntegrityError, match="publication_shown_has_a_year"), transaction.atomic():
        Publication.objects.filter(pk=draft.pk).update(live=True)
