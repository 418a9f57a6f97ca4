"""From a line of the library's file to values. Nothing here asks the database."""

import re
from collections.abc import Mapping
from functools import cache

from django.utils.text import slugify

from golab.contentfiles import read_yaml
from golab.imports.registry import Row, Values
from golab.taxonomy.terms import POLICY_AREAS
from library.identifiers import normalised_doi

REQUIRED = ("title", "authors", "year", "publisher_or_journal", "type", "policy_sector", "summary")
ARTICLE = "Journal article"
LONGEST_SLUG = 100
_YEAR = re.compile(r"\d{4}")
# "Social Policy & Administration 52(1), 4-28" and "Geoforum 90, 27-35"
_IN_A_JOURNAL = re.compile(r"^(?P<journal>.+?) (?P<volume>\d+)(?:\((?P<issue>[\d-]+)\))?, (?P<pages>\d+-\d+)$")
# "Community Development Investment Review 9(1), Federal Reserve Bank of San Francisco"
_IN_A_JOURNAL_OF = re.compile(r"^(?P<journal>.+?) (?P<volume>\d+)\((?P<issue>\d+)\), (?P<publisher>\D.+)$")
_ISBN = re.compile(r"\s*\(ISBN (?P<isbn>[\d-]+)(?:, (?P<rest>[^)]+))?\)")
# A person as the file writes one: "Carter, E." or "Crosby Sims, G."; anything else is an organisation.
_PERSON = re.compile(r"^(?P<family>[^,]+), (?P<given>(?:[A-Z]\.[ -]?)+)$")
_OTHERS = re.compile(r"\s+et al\.?$")
# Only words like these say that somebody saw the DOI itself.
_DOI_WAS_READ = re.compile(r"\bDOI read\b", re.IGNORECASE)


def row_of(line: int, record: Mapping[str, str]) -> Row:
    """A record of the file as an importer's row; what is wrong with it is said in its errors."""
    errors = [f"The column {name} is empty." for name in ("title", "year", "type", "summary") if not record[name]]
    if record["year"] and not _YEAR.fullmatch(record["year"]):
        errors.append(f"The year {record['year']!r} is not four digits.")
    values = {} if errors else values_of(record)
    title = record["title"]
    return Row(line=line, key=slugify(title)[:LONGEST_SLUG].strip("-"), label=title[:300], values=values, errors=errors)


def values_of(record: Mapping[str, str]) -> Values:
    """A record's values as JSON has them."""
    doi, basis, sector = normalised_doi(record.get("doi", "")), record.get("basis", ""), record["policy_sector"]
    is_known_area = sector in POLICY_AREAS.values()
    steps = steps_by_title().get(record["title"], [])
    return {
        "title": record["title"],
        "authors": authors_of(record["authors"]),
        "year": int(record["year"]),
        "type": record["type"],
        **source_of(record["publisher_or_journal"], is_article=record["type"] == ARTICLE),
        "doi": doi,
        "doi_is_verified": bool(doi and _DOI_WAS_READ.search(basis)),
        "url": record.get("url", ""),
        "summary": record["summary"],
        "basis": basis,
        "policy_areas": [sector] if is_known_area else [],
        "topics": [sector] if sector and not is_known_area else [],
        "stages": sorted({stage for stage, _ in steps}),
        "steps": sorted(step for _, step in steps),
    }


def authors_of(text: str) -> list[list[str]]:
    """Family and given names in order; an organisation has no given name, and "et al." is an author without one."""
    authors = []
    for name in filter(None, (part.strip() for part in text.split(";"))):
        bare = _OTHERS.sub("", name)
        person = _PERSON.match(bare)
        authors.append([person["family"], person["given"].strip()] if person else [bare, ""])
        if bare != name:
            authors.append(["et al.", ""])
    return authors


def source_of(text: str, *, is_article: bool) -> dict[str, str]:
    """Journal, volume, issue, pages, publisher and ISBN from the way the file writes them together."""
    blank = {"journal": "", "volume": "", "issue": "", "pages": "", "publisher": "", "isbn": ""}
    if isbn := _ISBN.search(text):
        rest = f" ({isbn['rest']})" if isbn["rest"] else ""
        return {**blank, "publisher": _ISBN.sub("", text) + rest, "isbn": isbn["isbn"]}
    found = is_article and (_IN_A_JOURNAL.match(text) or _IN_A_JOURNAL_OF.match(text))
    if found:
        return {**blank, **{name: value or "" for name, value in found.groupdict().items()}}
    return {**blank, "journal" if is_article else "publisher": text}


@cache
def steps_by_title() -> dict[str, list[tuple[str, str]]]:
    """The (stage, step) keys of the journey that list a publication among their resources, by its title."""
    journey = read_yaml("journey.yaml")
    found: dict[str, list[tuple[str, str]]] = {}
    for stage in journey["stages"]:
        for step in stage["steps"]:
            for resource in step.get("resources", []):
                if resource["kind"] == "publication":
                    found.setdefault(resource["ref"], []).append((stage["key"], step["key"]))
    return found
