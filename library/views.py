"""The public pages of the library. They change nothing and know nobody."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from golab.exports.responses import streamed
from golab.pages.finder.finder import Found
from golab.search import similar
from golab.taxonomy.area import NOTHING, MyArea, area_of
from library.files import FILES
from library.finder import publications
from library.models import Publication
from library.page import page_context

ROWS_AT_ONCE = 500
MOST_RELATED = 4
MOST_PROJECTS = 3


def find(request: HttpRequest, area: MyArea = NOTHING) -> Found:
    """What the query string asks of the library; list, feeds and exports all ask like this, the list for an area."""
    return publications.find(Publication.objects.published(), request.GET, path=reverse("library:list"), area=area)


@require_safe
def publication_list(request: HttpRequest) -> HttpResponse:
    """/library/"""
    found = find(request, area_of(request))
    found.prepare = lambda publications: publications.for_lists(found.question.words)
    return render(request, "library/list.html", {"finder": found, "section": "library"})


@require_safe
def publication_page(request: HttpRequest, slug: str) -> HttpResponse:
    """/library/<slug>/"""
    publication = get_object_or_404(Publication.objects.published().for_page(), slug=slug)
    this = {"kind": "publication", "key": str(publication.uuid)}
    context = {
        **page_context(publication),
        "related": similar(**this, kinds=["publication"], limit=MOST_RELATED),
        # Where colleagues say which projects it is about, those that merely sound like it would only blur that.
        "similar_projects": [] if publication.about_pks else similar(**this, kinds=["project"], limit=MOST_PROJECTS),
    }
    return render(request, "library/publication.html", context)


@require_safe
def export(request: HttpRequest, name: str) -> HttpResponseBase:
    """/library/export.csv and so on: all that the same question finds on the list."""
    file = FILES[name]
    rows = file.prepare(find(request).queryset).iterator(chunk_size=ROWS_AT_ONCE)
    return streamed(file.chunks(rows), name="golab-publications", extension=name, content_type=file.content_type)


@require_safe
def publication_file(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """/library/<slug>.ris and so on"""
    file = FILES[name]
    publication = get_object_or_404(file.prepare(Publication.objects.published()), slug=slug)
    return streamed(file.chunks([publication]), name=slug, extension=name, content_type=file.content_type)
