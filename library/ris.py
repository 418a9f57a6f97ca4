"""RIS: what reference managers read. A tag, two spaces, a hyphen, a space, a value; every line ends with CR LF."""

from collections.abc import Iterable, Iterator

from library.models import Publication

CONTENT_TYPE = "application/x-research-info-systems; charset=utf-8"
OTHER = "GEN"
TYPES = {
    "audit-report": "RPRT",
    "blog": "BLOG",
    "book": "BOOK",
    "book-chapter": "CHAP",
    "case-study": "RPRT",
    "data-snapshot": "RPRT",
    "dataset": "DATA",
    "evaluation-report": "RPRT",
    "guidance": "RPRT",
    "guide": "RPRT",
    "journal-article": "JOUR",
    "report": "RPRT",
    "review": "RPRT",
    "statistics": "RPRT",
    "video": "VIDEO",
    "white-paper": "GOVDOC",
    "working-paper": "RPRT",
}


def ris_chunks(publications: Iterable[Publication]) -> Iterator[bytes]:
    """The file, one record at a time."""
    for publication in publications:
        lines = (f"{tag}  - {_one_line(value)}\r\n" for tag, value in fields_of(publication) if value)
        yield ("".join(lines) + "ER  - \r\n\r\n").encode()


def fields_of(publication: Publication) -> Iterator[tuple[str, str]]:
    """Tags and values in order, empty values among them. The summary is a note (N1): it is ours, not the abstract."""
    yield "TY", TYPES.get(publication.resource_type.slug, OTHER)
    yield "TI", publication.title
    for author in publication.authors.all():
        yield "AU", str(author)
    yield "PY", str(publication.year)
    yield "T2", publication.journal
    yield "VL", publication.volume
    yield "IS", publication.issue
    yield "SP", publication.first_page
    yield "EP", publication.last_page
    yield "PB", publication.publisher
    yield "SN", publication.isbn
    yield "DO", publication.shown_doi
    yield "UR", publication.url or publication.full_url
    yield "N1", f"GO Lab summary: {publication.summary}"
    for term in [*publication.policy_areas.all(), *publication.topics.all()]:
        yield "KW", term.name
    yield "ID", str(publication.uuid)


def _one_line(value: str) -> str:
    return " ".join(value.split())
