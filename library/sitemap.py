"""The publications in the site's map."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from library.models import Publication
from library.querysets import PublicationQuerySet


class PublicationSitemap(Sitemap):
    """Every publication that anyone may read."""

    def items(self) -> PublicationQuerySet:
        return Publication.objects.published().only("slug", "last_published_at").order_by("pk")

    def location(self, item: Publication) -> str:
        return item.url_on_site

    def lastmod(self, item: Publication) -> datetime | None:
        return item.last_published_at

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme
