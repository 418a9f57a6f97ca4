"""The columns of the library's exports. A DOI that nobody read stays out, as on the page."""

from golab.exports.columns import Column
from library.models import Publication


def _names(field: str):
    return lambda publication: [term.name for term in getattr(publication, field).all()]


COLUMNS = [
    Column("title", "Title", lambda publication: publication.title),
    Column("authors", "Authors", lambda publication: [str(author) for author in publication.authors.all()]),
    Column("year", "Year", lambda publication: publication.year),
    Column("type", "Type", lambda publication: publication.resource_type.name),
    Column("journal", "Journal", lambda publication: publication.journal),
    Column("volume", "Volume", lambda publication: publication.volume),
    Column("issue", "Issue", lambda publication: publication.issue),
    Column("pages", "Pages", lambda publication: publication.pages),
    Column("publisher", "Publisher", lambda publication: publication.publisher),
    Column("doi", "DOI", lambda publication: publication.shown_doi),
    Column("isbn", "ISBN", lambda publication: publication.isbn),
    Column("url", "Address elsewhere", lambda publication: publication.url),
    Column("licence", "Licence", lambda publication: publication.licence),
    Column("summary", "GO Lab summary", lambda publication: publication.summary),
    Column("evidence", "Strength of evidence", Publication.get_evidence_display),
    Column("policy_areas", "Policy areas", _names("policy_areas")),
    Column("topics", "Topics", _names("topics")),
    Column("stages", "Journey stages", _names("stages")),
    Column("steps", "Journey steps", _names("steps")),
    Column("added_on", "Added on", lambda publication: publication.added_on),
    Column("golab_url", "Address here", lambda publication: publication.full_url),
]
