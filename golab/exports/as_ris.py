"""RIS: what reference managers read. A tag, two spaces, a hyphen, a space, a value; every line ends with CR LF."""

from collections.abc import Iterable, Iterator

from golab.exports.reference import Author, Kind, Reference

CONTENT_TYPE = "application/x-research-info-systems; charset=utf-8"
_TYPES = {
    Kind.ARTICLE: "JOUR",
    Kind.AUDIO: "SOUND",
    Kind.BOOK: "BOOK",
    Kind.CHAPTER: "CHAP",
    Kind.DATASET: "DATA",
    Kind.OTHER: "GEN",
    Kind.POST: "BLOG",
    Kind.REPORT: "RPRT",
    Kind.VIDEO: "VIDEO",
    Kind.WORKING_PAPER: "UNPB",
}


def ris_chunks(references: Iterable[Reference]) -> Iterator[bytes]:
    """The file, one record at a time."""
    for reference in references:
        lines = (f"{tag}  - {value}\r\n" for tag, value in _fields_of(reference) if value)
        yield ("".join(lines) + "ER  - \r\n\r\n").encode()


def _fields_of(reference: Reference) -> Iterator[tuple[str, str]]:
    """Tags and values in order, empty values among them. The note is N1, and no abstract: it is ours."""
    yield "TY", _TYPES[reference.kind]
    yield "M3", reference.genre
    yield "TI", reference.title
    for author in reference.authors:
        yield "AU", _name(author)
    yield "PY", str(reference.year)
    yield "T2", reference.container
    yield "VL", reference.volume
    yield "IS", reference.issue
    yield "SP", reference.first_page
    yield "EP", reference.last_page
    yield "PB", reference.publisher
    yield "SN", reference.isbn
    yield "DO", reference.doi
    yield "UR", reference.best_url
    yield "N1", reference.note
    for keyword in reference.keywords:
        yield "KW", keyword
    yield "C1", reference.licence
    yield "ID", reference.identifier


def _name(author: Author) -> str:
    """An organisation with a comma in its name has two there, as EndNote writes it: one comma divides a person's."""
    return str(author) if author.given else author.family.replace(",", ",,", 1)
