"""A spreadsheet over HTTP: sent if it is made, else a page that looks again by itself."""

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from golab.accounts.clients import client_address
from golab.accounts.limits import HOUR, count_try
from golab.exports import making
from golab.exports.making import MOST_TRIES, WRITERS
from golab.exports.models import MadeFile
from golab.exports.responses import kept

LOOK_AGAIN = 5  # seconds
MOST_AN_HOUR = 40  # new files for one address
PAGE = "exports/being_made.html"


def spreadsheet(request: HttpRequest, *, recipe: str, kind: str, question: str, back: str) -> HttpResponseBase:
    """The file, or what became of it. `back` is the address of the page that offered it.

    To ask for a file that is not there yet changes nothing that anyone can see: it is a cache, filled by a worker.
    """
    found = making.known(recipe=recipe, kind=kind, question=question)
    if found is None:
        now = timezone.now()
        if count_try("spreadsheets", client_address(request), HOUR, now=now) > MOST_AN_HOUR:
            return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})
        found = making.ask(recipe=recipe, kind=kind, question=question, now=now)
    if found.content is not None:
        return kept(
            BytesIO(found.content), name=recipe, extension=kind,
            content_type=WRITERS[MadeFile.Format(kind)].CONTENT_TYPE,
        )  # fmt: skip
    return _waiting(request, found, back)


def _waiting(request: HttpRequest, asked: MadeFile, back: str) -> HttpResponse:
    has_failed = asked.tries >= MOST_TRIES
    context = {"format": asked.get_format_display(), "has_failed": has_failed, "back": back, "section": "projects"}
    response = render(request, PAGE, context, status=500 if has_failed else 202)
    response["Cache-Control"] = "no-store"
    if not has_failed:
        response["Refresh"] = str(LOOK_AGAIN)  # without a script; the page has a link besides
    return response
