"""The one table between a publication's fields and what files call them, and how a file's words become values."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from html import unescape

from django.conf import settings
from django.core.exceptions import ValidationError

from golab.taxonomy.terms import countries
from library.identifiers import check_isbn, normalised_doi, normalised_isbn
from library.models.summary import Summarised

SUMMARY_MARK = "GO Lab summary:"  # our own exports put it before the summary, which is ours and not the abstract
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_DASHES = re.compile(r"\s*[-‐‑‒–—]+\s*")
_A_DOI = re.compile(r"^https?://(?:dx\.)?doi\.org/", re.IGNORECASE)


def one_line(texts: Iterable[str]) -> str:
    """The first that is not empty, with entities read and white space made single spaces."""
    return next((line for text in texts if (line := " ".join(unescape(text).split()))), "")


def _year(texts: Iterable[str]) -> int | str:
    """A year as a number; words without one stay as they are, to be complained about."""
    text = one_line(texts)
    found = _YEAR.search(text)
    return int(found[1]) if found else text


def _pages(texts: Iterable[str]) -> str:
    """First and last page: "4-28"."""
    ends = [_DASHES.sub("-", end.strip()) for end in texts if end.strip()]
    return ends[0] if ends and "-" in ends[0] else "-".join(ends[:2])


def _doi(texts: Iterable[str]) -> str:
    return normalised_doi(one_line(texts))


def _isbn(texts: Iterable[str]) -> str:
    """An ISBN of 13 digits; what stands in its place is mostly the journal's ISSN, which we do not keep."""
    for text in texts:
        number = normalised_isbn(text)
        try:
            check_isbn(number)
        except ValidationError:
            continue
        return number
    return ""


def _url(texts: Iterable[str]) -> str:
    """The first address that is neither a page of this hub nor the DOI's."""
    ours = settings.SITE_URL.rstrip("/") + "/"
    return one_line(text for text in texts if not _A_DOI.match(text.strip()) and not text.strip().startswith(ours))


def _summary(texts: Iterable[str]) -> str:
    """Only what is marked as our own summary: notes and abstracts are other people's words."""
    return one_line(text.strip().removeprefix(SUMMARY_MARK) for text in texts if text.strip().startswith(SUMMARY_MARK))


def _names(texts: Iterable[str]) -> list[list[str]]:
    """Family and given names: "Carter, Eleanor". Without a comma, or with several, it is an organisation."""
    found = []
    for text in texts:
        name = one_line([text])
        family, comma, given = name.partition(", ")
        found.append([family, given] if comma and given.count(", ") == 0 else [name, ""])
    return [name for name in found if name[0]]


def _words(texts: Iterable[str]) -> list[str]:
    return sorted({word for text in texts if (word := one_line([text]))})


def _countries(texts: Iterable[str]) -> list[str]:
    """Codes of the countries that are named, or given by their codes."""
    codes = _country_codes()
    return sorted({codes[word] for text in texts if (word := one_line([text]).lower()) in codes})


@cache
def _country_codes() -> dict[str, str]:
    return {name.lower(): country["code"] for country in countries() for name in (country["name"], country["code"])}


def _method(texts: Iterable[str]) -> str:
    """The method whose name or key is given."""
    said = one_line(texts).lower()
    return next((key for key, label in Summarised.Method.choices if said in (key, label.lower())), "")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A field: the columns, tags and keys that hold it, the first that is not empty wins, and how it is read.

    `takes_all` gathers what stands under all of them. `parts` separate several values in one cell of a CSV file.
    """

    field: str
    csv: tuple[str, ...]
    ris: tuple[str, ...] = ()
    bibtex: tuple[str, ...] = ()
    read: Callable[[Iterable[str]], object] = one_line
    takes_all: bool = False
    parts: str = ""


TABLE = (
    Line(field="title", csv=("title",), ris=("TI", "T1", "CT", "BT"), bibtex=("title",)),
    Line(field="authors", csv=("authors", "author"), ris=("AU", "A1"), bibtex=("author", "editor"), read=_names,
         parts=";"),
    Line(field="year", csv=("year",), ris=("PY", "Y1", "DA"), bibtex=("year", "date"), read=_year),
    Line(field="type", csv=("type",)),
    Line(field="journal", csv=("journal",), ris=("T2", "JF", "JO", "JA"), bibtex=("journal", "journaltitle",
         "booktitle")),
    Line(field="volume", csv=("volume",), ris=("VL",), bibtex=("volume",)),
    Line(field="issue", csv=("issue", "number"), ris=("IS",), bibtex=("number", "issue")),
    Line(field="pages", csv=("pages",), ris=("SP", "EP"), bibtex=("pages",), read=_pages, takes_all=True),
    Line(field="publisher", csv=("publisher",), ris=("PB",), bibtex=("publisher", "institution", "school",
         "organization")),
    Line(field="doi", csv=("doi",), ris=("DO",), bibtex=("doi",), read=_doi),
    Line(field="isbn", csv=("isbn",), ris=("SN",), bibtex=("isbn",), read=_isbn, takes_all=True),
    Line(field="url", csv=("url", "address elsewhere"), ris=("UR", "L1"), bibtex=("url",), read=_url, takes_all=True),
    Line(field="licence", csv=("licence", "license")),
    Line(field="summary", csv=("summary", "golab summary", "go lab summary")),
    Line(field="summary", csv=(), ris=("N1",), bibtex=("note", "annote"), read=_summary, takes_all=True),
    Line(field="policy_areas", csv=("policy areas",), read=_words, parts=";"),
    Line(field="topics", csv=("topics",), read=_words, parts=";"),
    Line(field="countries", csv=("countries", "country"), read=_countries, parts=";"),
    Line(field="method", csv=("method",), read=_method),
    Line(field="keywords", csv=("keywords",), ris=("KW",), bibtex=("keywords",), read=_words, parts=";,"),
)  # fmt: skip

ARTICLE, REPORT = "Journal article", "Report"
TYPES_OF_RIS = {
    **dict.fromkeys(("JOUR", "EJOUR", "MGZN", "NEWS", "INPR", "ABST", "JFULL"), ARTICLE),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK"), "Book"),
    **dict.fromkeys(("CHAP", "ECHAP", "CPAPER", "CONF"), "Book chapter"),
    **dict.fromkeys(("UNPB", "THES", "MANSCPT"), "Working paper"),
    **dict.fromkeys(("BLOG", "ELEC", "WEB"), "Blog"),
    **dict.fromkeys(("DATA", "DBASE", "AGGR"), "Dataset"),
    **dict.fromkeys(("VIDEO", "MPCT", "SLIDE", "SOUND"), "Video"),
}
TYPES_OF_BIBTEX = {
    "article": ARTICLE,
    **dict.fromkeys(("book", "mvbook", "collection"), "Book"),
    **dict.fromkeys(("incollection", "inbook", "inproceedings", "conference"), "Book chapter"),
    **dict.fromkeys(("unpublished", "phdthesis", "mastersthesis", "thesis"), "Working paper"),
    "dataset": "Dataset",
    "video": "Video",
}
# What a reference manager calls a report, the library may know more exactly.
COARSE = (REPORT, "Book", "Blog", "Dataset", "Video", "Working paper", "Book chapter")
