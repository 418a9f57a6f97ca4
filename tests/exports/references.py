"""References as other programs read them from our files, back in our form. Each reader is not ours."""

import json

import bibtexparser
import rispy
from bibtexparser.middlewares import SeparateCoAuthors
from pylatexenc.latex2text import LatexNodes2Text

from golab.exports.as_bibtex import bibtex_chunks
from golab.exports.as_csl import csl_chunks
from golab.exports.as_ris import ris_chunks
from golab.exports.reference import OTHERS, Reference

AS_THEY_ARE = {"url", "doi", "isbn", "year", "author"}


def facts_of(reference: Reference, *left_out: str) -> dict:
    """What a file can hold of a reference."""
    known = {
        "title": reference.title,
        "authors": [(author.family, author.given) for author in reference.authors],
        "year": reference.year,
        "genre": reference.genre,
        "container": reference.container,
        "volume": reference.volume,
        "issue": reference.issue,
        "pages": (reference.first_page, reference.last_page),
        "publisher": reference.publisher,
        "isbn": reference.isbn,
        "doi": reference.doi,
        "url": reference.best_url,
        "licence": reference.licence,
        "note": reference.note,
        "keywords": list(reference.keywords),
    }
    return {name: value for name, value in known.items() if name not in left_out}


def through_ris(references: list[Reference]) -> list[dict]:
    return [_from_ris(entry) for entry in rispy.loads(b"".join(ris_chunks(references)).decode())]


def _from_ris(entry: dict) -> dict:
    return {
        "title": entry["title"],
        "authors": [_name(name) for name in entry.get("authors", [])],
        "year": int(entry["year"]),
        "genre": entry["type_of_work"],
        "container": entry.get("secondary_title", ""),
        "volume": entry.get("volume", ""),
        "issue": entry.get("number", ""),
        "pages": (entry.get("start_page", ""), entry.get("end_page", "")),
        "publisher": entry.get("publisher", ""),
        "isbn": entry.get("issn", ""),
        "doi": entry.get("doi", ""),
        "url": ";".join(entry["urls"]),
        "licence": entry.get("custom1", ""),
        "note": " ".join(entry.get("notes", [])),
        "keywords": entry.get("keywords", []),
    }


def through_csl(references: list[Reference]) -> list[dict]:
    return [_from_csl(item) for item in json.loads(b"".join(csl_chunks(references)))]


def _from_csl(item: dict) -> dict:
    first, _, last = item.get("page", "").partition("-")
    return {
        "title": item["title"],
        "authors": [
            (name.get("family", name.get("literal")), name.get("given", "")) for name in item.get("author", [])
        ],
        "year": item["issued"]["date-parts"][0][0],
        "genre": item["genre"],
        "container": item.get("container-title", ""),
        "volume": item.get("volume", ""),
        "issue": item.get("issue", ""),
        "pages": (first, last),
        "publisher": item.get("publisher", ""),
        "isbn": item.get("ISBN", ""),
        "doi": item.get("DOI", ""),
        "url": item["URL"],
        "licence": item.get("license", ""),
        "note": item["note"],
        "keywords": item["custom"]["keywords"],
    }


def through_bibtex(references: list[Reference]) -> list[dict]:
    text = b"".join(bibtex_chunks(references)).decode()
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors()])
    assert not library.failed_blocks
    return [_from_bibtex({field.key: field.value for field in entry.fields}) for entry in library.entries]


def _from_bibtex(raw: dict) -> dict:
    entry = {name: value if name in AS_THEY_ARE else plain(value) for name, value in raw.items()}
    first, _, last = raw.get("pages", "").partition("--")
    return {
        "title": entry["title"],
        "authors": [_bibtex_name(name) for name in entry.get("author", [])],
        "year": int(entry["year"]),
        "genre": entry["type"],
        "container": _first(entry, "journal", "booktitle", "series"),
        "volume": entry.get("volume", ""),
        "issue": entry.get("number", ""),
        "pages": (plain(first), plain(last)),
        "publisher": _first(entry, "publisher", "institution", "howpublished"),
        "isbn": entry.get("isbn", ""),
        "doi": entry.get("doi", ""),
        "url": entry["url"],
        "licence": entry.get("copyright", ""),
        "note": entry["annote"],
        "keywords": [plain(keyword) for keyword in _parts(raw.get("keywords", ""))],
    }


def plain(latex: str) -> str:
    """What TeX would print. The reader takes TeX's circumflex for the accent that looks like it."""
    return LatexNodes2Text(strict_latex_spaces=False).latex_to_text(latex.replace(r"\textasciicircum{}", "^"))


def _first(entry: dict, *names: str) -> str:
    return next((entry[name] for name in names if name in entry), "")


def _bibtex_name(name: str) -> tuple[str, str]:
    if name == "others":
        return OTHERS, ""
    family, *given = _parts(name)
    return plain(family), plain("".join(given))


def _parts(text: str) -> list[str]:
    """Divided at commas outside braces."""
    parts, depth = [""], 0
    for before, sign in zip([""] + list(text), text, strict=False):
        depth += 0 if before == "\\" else (sign == "{") - (sign == "}")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part]


def _name(name: str) -> tuple[str, str]:
    if ",," in name:
        return name.replace(",,", ",", 1), ""
    family, _, given = name.partition(", ")
    return family, given
