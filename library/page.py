"""What the page of a publication shows, whether or not it is published."""

from django.utils import timezone

from library.models import Publication
from library.references import citations_of, reference_of


def page_context(publication: Publication) -> dict:
    """For the template, without what only the search index knows."""
    reference = reference_of(publication)
    return {
        "publication": publication,
        "reference": reference,
        "citations": citations_of(reference, on=timezone.localdate()),
        "section": "library",
    }
