"""The draft business case, to take away."""

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from golab.exports import as_docx
from golab.exports.responses import kept
from journey.sheets.kept import sheets_for
from journey.sheets.taken_away import business_case_file
from journey.sheets.written import Written, written_of


@require_safe
@never_cache
def business_case(request: HttpRequest) -> FileResponse:
    """All worksheets and the newest result as one document."""
    written = written_of(sheets_for(request)) if request.session.session_key else Written()
    file = business_case_file(written, now=timezone.now())
    return kept(file, name="draft-business-case", extension="docx", content_type=as_docx.CONTENT_TYPE)
