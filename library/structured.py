"""A publication in the words of schema.org, for search engines and reference managers."""

from golab.exports.reference import Kind, Reference
from library.models import Publication

CONTEXT = "https://schema.org"
_TYPES = {
    Kind.ARTICLE: "ScholarlyArticle",
    Kind.AUDIO: "AudioObject",
    Kind.BOOK: "Book",
    Kind.CHAPTER: "Chapter",
    Kind.DATASET: "Dataset",
    Kind.OTHER: "CreativeWork",
    Kind.POST: "BlogPosting",
    Kind.REPORT: "Report",
    Kind.VIDEO: "VideoObject",
    Kind.WORKING_PAPER: "Report",
}


def publication_as_linked_data(publication: Publication, reference: Reference) -> dict:
    """What is known of it, and no field without a value. The description is our summary, so it is no `abstract`."""
    known = {
        "name": reference.title,
        "headline": reference.title[:110],
        "author": [_author(author) for author in reference.authors],
        "datePublished": str(reference.year),
        "description": publication.summary,
        "genre": reference.genre,
        "keywords": list(reference.keywords),
        "publisher": {"@type": "Organization", "name": reference.publisher} if reference.publisher else None,
        "isPartOf": _container(reference),
        "pageStart": reference.first_page,
        "pageEnd": reference.last_page,
        "isbn": reference.isbn,
        "identifier": [reference.identifier, *([f"https://doi.org/{reference.doi}"] if reference.doi else [])],
        "sameAs": [address for address in (publication.doi_url, reference.url) if address],
        "license": reference.licence,
        "isAccessibleForFree": publication.is_open_access,
        "mainEntityOfPage": reference.address,
        "url": reference.address,
    }
    facts = {name: value for name, value in known.items() if value not in (None, "", [])}
    return {"@context": CONTEXT, "@type": _TYPES[reference.kind]} | facts


def _author(author) -> dict:
    if not author.given:
        return {"@type": "Organization", "name": author.family}
    name = f"{author.given} {author.family}"
    return {"@type": "Person", "name": name, "familyName": author.family, "givenName": author.given}


def _container(reference: Reference) -> dict | None:
    """The journal, within it the volume and the issue: schema.org nests them from the smallest out."""
    if not reference.container:
        return None
    part = {"@type": "Periodical" if reference.kind == Kind.ARTICLE else "Book", "name": reference.container}
    if reference.volume:
        part = {"@type": "PublicationVolume", "volumeNumber": reference.volume, "isPartOf": part}
    if reference.issue:
        part = {"@type": "PublicationIssue", "issueNumber": reference.issue, "isPartOf": part}
    return part
