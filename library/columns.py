"""The columns of the library's table. A DOI that nobody read stays out, as on the page."""

from golab.exports.columns import Column
from golab.pages.finder.terms import terms
from library.models import Publication
from library.models.summary import PARTS
from library.querysets import ACCESS


def _plain(name: str, label: str) -> Column:
    return Column(name, label, lambda publication: getattr(publication, name))


def _terms(name: str, label: str, kind: str) -> Column:
    return Column(
        name, label, lambda publication: [term.name for term in terms.get().of(kind, publication.term_pks(name))]
    )


def _access(publication: Publication) -> str:
    return ACCESS[{True: "yes", False: "no", None: "unknown"}[publication.is_open_access]]


def _part(name: str, heading: str) -> Column:
    """A part of the summary, which readers see once all five are there."""
    return Column(name, heading, lambda publication: getattr(publication, name) if publication.parts else "")


COLUMNS = [
    _plain("title", "Title"),
    Column("authors", "Authors", lambda publication: [str(author) for author in publication.authors.all()]),
    _plain("year", "Year"),
    Column("type", "Type", lambda publication: publication.resource_type.name),
    *(_plain(name, name.capitalize()) for name in ("journal", "volume", "issue", "pages", "publisher")),
    Column("doi", "DOI", lambda publication: publication.shown_doi),
    _plain("isbn", "ISBN"),
    _plain("url", "Address elsewhere"),
    Column("access", "Free to read", _access),
    _plain("licence", "Licence"),
    _plain("summary", "GO Lab summary"),
    *(_part(name, heading) for name, heading in PARTS.items()),
    Column("method", "Method", Publication.get_method_display),
    Column("evidence", "Strength of evidence", Publication.get_evidence_display),
    _plain("evidence_note", "Why this rating"),
    _terms("policy_areas", "Policy areas", "area"),
    _terms("topics", "Topics", "topic"),
    _terms("countries", "Countries", "country"),
    _terms("stages", "Journey stages", "stage"),
    _terms("steps", "Journey steps", "step"),
    _plain("added_on", "Added on"),
    _plain("checked_on", "Checked on"),
    Column("identifier", "Identifier", lambda publication: publication.uuid.urn),
    Column("golab_url", "Address here", lambda publication: publication.full_url),
]
