"""CSL-JSON: references as citation software speaks of them. One array, streamed, one reference a line."""

import json
from collections.abc import Iterable, Iterator

from golab.exports.reference import Author, Kind, Reference

CONTENT_TYPE = "application/vnd.citationstyles.csl+json"
_TYPES = {
    Kind.ARTICLE: "article-journal",
    Kind.AUDIO: "song",
    Kind.BOOK: "book",
    Kind.CHAPTER: "chapter",
    Kind.DATASET: "dataset",
    Kind.OTHER: "document",
    Kind.POST: "post-weblog",
    Kind.REPORT: "report",
    Kind.VIDEO: "motion_picture",
    Kind.WORKING_PAPER: "report",
}


def csl_chunks(references: Iterable[Reference]) -> Iterator[bytes]:
    """The file, one reference at a time."""
    before = "["
    for reference in references:
        yield f"{before}\n{json.dumps(csl_of(reference), ensure_ascii=False)}".encode()
        before = ","
    yield b"\n]\n" if before == "," else b"[]\n"


def csl_of(reference: Reference) -> dict:
    """One reference as a CSL item, without what is not known."""
    item = {
        "id": reference.key,
        "type": _TYPES[reference.kind],
        "genre": reference.genre,
        "title": reference.title,
        "author": [_name(author) for author in reference.authors],
        "issued": {"date-parts": [[reference.year]]},
        "container-title": reference.container,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages,
        "publisher": reference.publisher,
        "ISBN": reference.isbn,
        "DOI": reference.doi,
        "URL": reference.best_url,
        "keyword": ", ".join(reference.keywords),
        "license": reference.licence,
        "note": reference.note,
        "custom": {
            "identifier": reference.identifier,
            "address": reference.address,
            "keywords": list(reference.keywords),
        },
    }
    return {name: value for name, value in item.items() if value}


def _name(author: Author) -> dict[str, str]:
    return {"family": author.family, "given": author.given} if author.given else {"literal": author.family}
