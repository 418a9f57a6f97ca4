"""A guide taken away as a document."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from golab.exports import as_docx
from golab.exports.responses import kept
from journey.guides.as_document import guide_file, name_of
from journey.models import GuidePage


@require_safe
def as_document(request: HttpRequest, slug: str) -> FileResponse:
    """The whole guide as a document."""
    guide = get_object_or_404(GuidePage.objects.live().public(), slug=slug)
    return kept(
        guide_file(guide, now=timezone.now()), name=name_of(guide), extension="docx", content_type=as_docx.CONTENT_TYPE
    )
