"""The small files that machines ask every site for."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, PageQuerySet, get_page_models

from golab.pages.tree import public_url
from library.sitemap import PublicationSitemap
from sibdb.sitemap import DataSitemap, PartnerSitemap, PriceSitemap, ProjectSitemap

FAVICON = "img/favicon.svg"
CLOSED_TO_ROBOTS = ("/admin/", "/account/", "/my-journey/", "/search/", "/alerts/", "/documents/")


class HubSitemap(Sitemap):
    """Public pages that ask to be found: one query, plus one for each page type that has sub-addresses to add."""

    def items(self) -> PageQuerySet:
        root = self.get_wagtail_site().root_page
        pages = Page.objects.live().public().descendant_of(root, inclusive=True)
        for model in get_page_models():
            if _has_noindex(model):
                pages = pages.exclude(pk__in=model.objects.filter(is_noindex=True).values("pk"))
        return pages.order_by("path")

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict]:
        found = self.paginator.page(page).object_list
        urls = [entry for item in _with_sub_addresses(found) for entry in self._entries(item)]
        changed = [entry["lastmod"] for entry in urls if entry.get("lastmod")]
        if changed:
            self.latest_lastmod = max(changed)
        return urls

    def _entries(self, page: Page) -> list[dict]:
        if _adds_addresses(type(page)):
            return page.get_sitemap_urls(self.request)
        return [{"location": settings.SITE_URL + public_url(page.url_path), "lastmod": self.lastmod(page)}]


def _has_noindex(model: type[Page]) -> bool:
    try:
        return model._meta.get_field("is_noindex").model is model
    except FieldDoesNotExist:
        return False


def _adds_addresses(model: type[Page]) -> bool:
    return model.get_sitemap_urls is not Page.get_sitemap_urls


def _with_sub_addresses(pages: Iterable[Page]) -> list[Page]:
    """The pages in their order; those whose type adds addresses of its own as instances of that type."""
    pages, by_model = list(pages), defaultdict(list)
    for page in pages:
        if _adds_addresses(page.specific_class or Page):
            by_model[page.specific_class].append(page.pk)
    specific = {page.pk: page for model, pks in by_model.items() for page in model.objects.filter(pk__in=pks)}
    return [specific.get(page.pk, page) for page in pages]


@cache_control(public=True, max_age=3600)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """/robots.txt"""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS), ""]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@cache_control(public=True, max_age=3600)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml"""
    maps = {
        "pages": HubSitemap(request),
        "library": PublicationSitemap(),
        "projects": ProjectSitemap(),
        "data": DataSitemap(),
        "prices": PriceSitemap(),
        "partners": PartnerSitemap(),
    }
    return sitemap_view(request, maps)


@cache_control(public=True, max_age=86400)
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """/.well-known/security.txt (RFC 9116): whom to tell about a hole; the expiry is always half a year ahead."""
    expires = (timezone.now() + timedelta(days=182)).replace(hour=0, minute=0, second=0, microsecond=0)
    contact = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@cache_control(public=True, max_age=86400)
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """/manifest.webmanifest"""
    return JsonResponse(
        {
            "name": settings.WAGTAIL_SITE_NAME,
            "short_name": "GO Lab",
            "start_url": "/",
            "display": "browser",
            "lang": "en-GB",
            "icons": [{"src": static(FAVICON), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


@cache_control(public=True, max_age=86400)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """/favicon.ico: the drawing is an SVG, whose address changes with it."""
    return HttpResponseRedirect(static(FAVICON))
