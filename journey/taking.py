"""My journey taken away: printed, as files, and shown to others by a link."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from golab.exports import as_csv, as_docx, as_json
from golab.exports.responses import kept, streamed
from golab.pages.samesite import same_site_post
from golab.taxonomy.area import area_of
from journey import sharing, taken_away
from journey.answers import answer, refuse
from journey.forms import ShareForm
from journey.models import SharedJourney
from journey.models.shared import MOST
from journey.progress import Progress, progress_of
from journey.sheets.kept import sheets_for
from journey.sheets.written import Written, written_of
from journey.summary import JourneySummary, summary_of

NAME = "my-journey"


def _mine(request: HttpRequest) -> JourneySummary:
    has_session = bool(request.session.session_key)
    written = written_of(sheets_for(request)) if has_session else None
    return replace(summary_of(progress_of(request), written), area=area_of(request).in_words)


@require_safe
@never_cache
def to_print(request: HttpRequest) -> HttpResponse:
    """Everything on paper; a browser makes a PDF of it."""
    return render(request, "journey/to_print.html", {"summary": _mine(request), "page_is_noindex": True})


@require_safe
@never_cache
def export_csv(request: HttpRequest) -> StreamingHttpResponse:
    """A table for a spreadsheet."""
    chunks = taken_away.as_csv(_mine(request))
    return streamed(chunks, name=NAME, extension="csv", content_type=as_csv.CONTENT_TYPE)


@require_safe
@never_cache
def export_json(request: HttpRequest) -> StreamingHttpResponse:
    """Data for another program."""
    chunks = [taken_away.as_json(_mine(request), now=timezone.now())]
    return streamed(chunks, name=NAME, extension="json", content_type=as_json.CONTENT_TYPE)


@require_safe
@never_cache
def export_docx(request: HttpRequest) -> FileResponse:
    """A document to hand in."""
    file = taken_away.as_docx(_mine(request), now=timezone.now())
    return kept(file, name=NAME, extension="docx", content_type=as_docx.CONTENT_TYPE)


@same_site_post
@login_required
def make_link(request: HttpRequest) -> HttpResponse:
    """Make a link that shows others what is marked now."""
    form = ShareForm(request.POST)
    form.full_clean()
    progress = progress_of(request)
    written = written_of(sheets_for(request))
    if progress.is_empty and not written:
        return refuse(request, "There is nothing to show yet: mark a step first.")
    try:
        sharing.share(by=request.user, progress=progress, written=written, now=timezone.now(), **form.cleaned_data)
    except sharing.TooManyLinks:
        return refuse(request, f"You have {MOST} links already. End one of them under My journey first.")
    return answer(request, "The link is ready.", default=f"{reverse('journey:my-journey')}#share-h", state="")


@same_site_post
@login_required
def end_link(request: HttpRequest, token: str) -> HttpResponse:
    """End a link of one's own; whoever has it sees nothing from now on."""
    ended, _ = sharing.links_of(request.user, now=timezone.now()).filter(token=token).delete()
    told = "The link no longer works." if ended else "That link had ended already."
    return answer(request, told, default=f"{reverse('journey:my-journey')}#share-h", state="")


@require_safe
@never_cache
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What someone else chose to show. Every link that does not work gets the same answer."""
    found = SharedJourney.objects.standing(now=timezone.now()).filter(token=token).first()
    if found is None:
        raise Http404("no such link, or it has ended")
    summary = summary_of(Progress.from_kept(found.progress), Written.from_data(found.progress))
    shown = {"summary": summary, "shared": found, "page_is_noindex": True}
    response = render(request, "journey/shared.html", shown)
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response
