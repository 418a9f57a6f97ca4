"""What other rooms' templates show of the library."""

from django import template
from django.utils.safestring import SafeString

from golab.exports.as_bibtex import bibtex_chunks
from golab.exports.reference import Reference
from golab.pages.finder.terms import Term, terms
from golab.pages.finder.words import marked
from golab.pages.structured import data_block
from library.models import Publication
from library.structured import publication_as_linked_data

register = template.Library()
SHOWN_ON_THE_HOME_PAGE = 3
FIELDS = {"area": "policy_areas", "country": "countries", "stage": "stages", "step": "steps", "topic": "topics"}


@register.inclusion_tag("library/latest.html")
def latest_publications(count: int = SHOWN_ON_THE_HOME_PAGE) -> dict:
    """The publications that came in last, as a ledger."""
    newest = Publication.objects.published().newest().select_related("resource_type")
    return {"publications": newest[:count]}


@register.simple_tag
def publication_data(publication: Publication, reference: Reference) -> SafeString:
    """The publication for search engines."""
    return data_block(publication_as_linked_data(publication, reference))


@register.filter
def bibtex_of(reference: Reference) -> str:
    """The reference as an entry to copy."""
    return b"".join(bibtex_chunks([reference])).decode().strip()


register.filter("marked", marked)


@register.filter
def terms_of(publication: Publication, kind: str) -> list[Term]:
    """A publication's terms of a kind (area, country, stage, step, topic), in their own order."""
    return terms.get().of(kind, publication.term_pks(FIELDS[kind]))
