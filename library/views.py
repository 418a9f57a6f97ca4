"""The public pages of the library. They change nothing and know nobody."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from golab.exports.as_csv import CONTENT_TYPE as CSV
from golab.exports.as_csv import csv_chunks
from golab.exports.responses import streamed
from golab.pages.finder.finder import Found
from library.columns import COLUMNS
from library.finder import publications
from library.models import Publication
from library.ris import CONTENT_TYPE as RIS
from library.ris import ris_chunks

ROWS_AT_ONCE = 500
MOST_RELATED = 4


def find(request: HttpRequest) -> Found:
    """What the query string asks of the library; list, feed and exports all ask like this."""
    return publications.find(Publication.objects.published(), request.GET, path=reverse("library:list"))


@require_safe
def publication_list(request: HttpRequest) -> HttpResponse:
    """/library/"""
    found = publications.find(Publication.objects.published().for_lists(), request.GET, path=reverse("library:list"))
    return render(request, "library/list.html", {"finder": found, "section": "library"})


@require_safe
def publication_page(request: HttpRequest, slug: str) -> HttpResponse:
    """/library/<slug>/"""
    published = Publication.objects.published()
    publication = get_object_or_404(published.for_page(), slug=slug)
    related = published.related_to(publication).select_related("resource_type")[:MOST_RELATED]
    return render(
        request, "library/publication.html", {"publication": publication, "related": related, "section": "library"}
    )


@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """/library/export.csv"""
    rows = find(request).queryset.for_files().iterator(chunk_size=ROWS_AT_ONCE)
    return streamed(csv_chunks(COLUMNS, rows), name="golab-publications", extension="csv", content_type=CSV)


@require_safe
def export_ris(request: HttpRequest) -> HttpResponseBase:
    """/library/export.ris"""
    rows = find(request).queryset.for_files().iterator(chunk_size=ROWS_AT_ONCE)
    return streamed(ris_chunks(rows), name="golab-publications", extension="ris", content_type=RIS)


@require_safe
def publication_ris(request: HttpRequest, slug: str) -> HttpResponseBase:
    """/library/<slug>.ris"""
    publication = get_object_or_404(Publication.objects.published().for_files(), slug=slug)
    return streamed(ris_chunks([publication]), name=publication.slug, extension="ris", content_type=RIS)
