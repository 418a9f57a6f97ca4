"""What is read of files of references as people have them."""

import pytest

from golab.imports.models import ImportJob
from library.importing.files import records_of
from library.models import Publication
from tests.factories.taxonomy import TopicFactory
from tests.library.references import RIS, only, read, ris

pytestmark = pytest.mark.django_db
BIBTEX = """@string{geo = "Geoforum"}
A word between entries.

@article{carter2018,
  title = {Paying for {Outcomes}: what we know},
  author = {Carter, Eleanor and {National Audit Office}},
  journal = geo, year = 2018, volume = 90, number = 2, pages = {27--35},
  doi = {10.1000/abc}, url = {https://example.org/text}, keywords = {health, rate cards}
}
"""
CSV = (
    "Title,Authors,Year,Type,Journal,Volume,Issue,Pages,DOI,Address elsewhere,Policy areas,GO Lab summary\n"
    '"Paying for outcomes: what we know","Carter, Eleanor; National Audit Office",2018,Journal article,Geoforum,90,2,'
    "27-35,10.1000/abc,https://example.org/text,Health,What it says.\n"
)
FACTS = {
    "authors": [["Carter", "Eleanor"], ["National Audit Office", ""]],
    "year": 2018,
    "type": "Journal article",
    "journal": "Geoforum",
    "volume": "90",
    "issue": "2",
    "pages": "27-35",
    "doi": "10.1000/abc",
    "url": "https://example.org/text",
}


@pytest.mark.parametrize("content", [RIS, BIBTEX, CSV], ids=["RIS", "BibTeX", "CSV"])
def test_every_format_says_the_same(content):
    (found,) = records_of(content.encode(), "pasted.csv")
    assert {name: found.values.get(name) for name in FACTS} == FACTS
    assert found.values["title"].lower() == "paying for outcomes: what we know"
    assert found.errors == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_any_system_ends_them(end):
    found = list(records_of((ris() + ris(title="On time")).replace("\n", end).encode(), "x.ris"))
    assert [(record.line, record.values["title"]) for record in found] == [(1, "On prices"), (5, "On time")]


def test_keywords_become_terms_that_the_library_has_and_no_new_ones():
    TopicFactory(name="Rate cards", slug="rate-cards")
    after = only(read(RIS)).after
    assert (after["policy_areas"], after["topics"]) == (["Health"], ["Rate cards"])
    assert "keywords" not in after


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        (r"M{\"u}ller, J{\'e}r{\^o}me", "Müller", "Jérôme"),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig"),
        ("{Department for Work and Pensions}", "Department for Work and Pensions", ""),
    ],
)
def test_names_of_bibtex_are_read(text, family, given):
    (found,) = records_of(f"@book{{x, title={{T}}, author={{{text}}}, year=2001}}".encode(), "x.bib")
    assert found.values["authors"] == [[family, given]]


@pytest.mark.parametrize(
    "content",
    [
        "TI  - Müller\n".encode("cp1252"),
        b"\xef\xbb\xbf" + "TI  - Müller\n".encode(),
        "TI  - Müller\n".encode("utf-16"),
    ],
    ids=["Latin-1", "UTF-8 with its mark", "UTF-16"],
)
def test_older_encodings_are_read(content):
    start, end = "TY  - BOOK\n", "PY  - 2001\nER  - \n"
    if content.startswith(b"\xff\xfe"):
        content = (start + content.decode("utf-16") + end).encode("utf-16")
    else:
        mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
        content = mark + start.encode() + content.removeprefix(mark) + end.encode()
    (found,) = records_of(content, "x.ris")
    assert found.values["title"] == "Müller"


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (ris() + "What is this?\n", 5, "begin with a line"),
        (ris() + "TY  - BOOK\nTI  - Open\n", 5, "no line “ER"),
        ("TY  - BOOK\nTI  - One\n" + ris(), 3, "no line “ER"),
        ("@book{a, title={A}, year=2001}\n\n@book{b,\n title={B, year=2002}\n", 3, "cannot be read"),
        ("@book{a,\n title={A}\n title={B}}\n@book{b, title={B}}\n", 1, "A comma is missing after title"),
        ("@book{a, title={A}, title={B}}", 1, "title twice"),
        ("Name,Year\nOn prices,2019\n", 1, "no column named title or doi"),
        ('Title,Year\n"On prices,2019\n', 2, "cannot be read as CSV"),
        ("Title,Year\nOn prices,2019,more\n", 2, "more values than there are columns"),
        ("Title,Year\nOn\0prices,2019\n", 2, "not a file of plain text"),
        ("  \n", None, ""),
    ],
)
def test_malformed_file_names_its_line_and_changes_nothing(content, line, said):
    job = read(content)
    assert (job.state, job.error_line) == (ImportJob.State.FAILED, line)
    assert said in job.error
    assert not job.changes.exists()
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ris(year="in press"), "The year “in press” is not four digits."),
        (ris(doi="11.1/x"), "A DOI begins with 10."),
        (ris(title="T" * 301), "at most 300 characters"),
        (ris(more="UR  - example\n"), "valid URL"),
        ("TY  - RPRT\nPY  - 2019\nER  - \n", "neither a title nor a DOI"),
        ("10.1000/x\nsomething\n", "“something” is not a DOI"),
        (f"10.1000/{'x' * 140}\n", "more than 140 characters"),
    ],
)
def test_record_that_is_wrong_is_left_out_and_says_why(content, said):
    job = read(content + ("" if content.startswith("10.") else ris(title="Sound")))
    assert said in job.changes.with_errors().get().error
    assert job.changes.planned().count() == (0 if "140" in said else 1)
