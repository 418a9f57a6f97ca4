"""The publications in the site's map."""

from golab.pages.sitemap import RecordSitemap
from library.models import Publication
from library.querysets import PublicationQuerySet


class PublicationSitemap(RecordSitemap):
    """Every publication that anyone may read."""

    def items(self) -> PublicationQuerySet:
        return Publication.objects.published().only("slug", "last_published_at").order_by("pk")
