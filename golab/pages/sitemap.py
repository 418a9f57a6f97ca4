"""The site's map of records: what is not a page of the tree and has an address of its own."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Model


class RecordSitemap(Sitemap):
    """A feature says which records (`items`) with their `url_on_site`."""

    def location(self, item: Model) -> str:
        return item.url_on_site

    def lastmod(self, item: Model) -> datetime | None:
        return getattr(item, "last_published_at", None)

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme
