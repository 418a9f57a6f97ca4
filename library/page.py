"""What the page of a publication shows, whether or not it is published."""

from django.utils import timezone

from golab.exports.citations import in_all_styles
from library.models import Publication
from library.references import reference_of


def page_context(publication: Publication) -> dict:
    """For the template, without what only the search index knows."""
    reference = reference_of(publication)
    return {
        "publication": publication,
        "reference": reference,
        "citations": in_all_styles(reference, on=timezone.localdate()),
        "section": "library",
    }
