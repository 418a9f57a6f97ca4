"""Publications as references: for reference managers, for other catalogues and for people who cite them."""

from golab.exports.reference import Author, Kind, Reference, one_line
from golab.pages.finder.terms import terms
from library.models import Publication

_KINDS = {
    "audio": Kind.AUDIO,
    "blog": Kind.POST,
    "book": Kind.BOOK,
    "book-chapter": Kind.CHAPTER,
    "data-snapshot": Kind.DATASET,
    "dataset": Kind.DATASET,
    "journal-article": Kind.ARTICLE,
    "rate-card": Kind.DATASET,
    "statistics": Kind.DATASET,
    "video": Kind.VIDEO,
    "working-paper": Kind.WORKING_PAPER,
    **dict.fromkeys(
        ("audit-report", "case-study", "evaluation-report", "guidance", "guide", "report", "review", "white-paper"),
        Kind.REPORT,
    ),
}


def reference_of(publication: Publication) -> Reference:
    """What we know of a publication, less what readers may not see: a DOI that nobody has read stays out."""
    return Reference(
        key=publication.slug,
        identifier=publication.uuid.urn,
        kind=_KINDS.get(publication.resource_type.slug, Kind.OTHER),
        genre=one_line(publication.resource_type.name),
        title=one_line(publication.title),
        year=publication.year,
        address=publication.full_url,
        authors=tuple(
            Author(family=one_line(author.family), given=one_line(author.given)) for author in publication.authors.all()
        ),
        container=one_line(publication.journal),
        volume=one_line(publication.volume),
        issue=one_line(publication.issue),
        first_page=one_line(publication.first_page),
        last_page=one_line(publication.last_page),
        publisher=one_line(publication.publisher),
        isbn=publication.isbn,
        doi=publication.shown_doi,
        url=publication.url,
        licence=one_line(publication.licence),
        note=f"GO Lab summary: {one_line(publication.summary)}",
        keywords=tuple(one_line(name) for name in keywords_of(publication)),
    )


def keywords_of(publication: Publication) -> list[str]:
    """The names of its policy areas and topics."""
    kinds = {"area": "policy_areas", "topic": "topics"}
    return [term.name for kind, name in kinds.items() for term in terms.get().of(kind, publication.term_pks(name))]
