"""The library as a list whose searches people may keep."""

from django.urls import reverse

from golab.notifications.alerts import sources
from golab.pages.finder.alerts import KeptFinder
from library.finder import publications
from library.models import Publication

library = KeptFinder(
    name="library",
    label="Publications library",
    finder=publications,
    public=lambda: Publication.objects.published().select_related("resource_type"),
    address=lambda: reverse("library:list"),
    public_since="first_published_at",
    item=lambda publication: {
        "title": publication.title,
        "kind_label": publication.resource_type.name,
        "date_label": str(publication.year),
        "summary": publication.summary,
        "url": publication.full_url,
    },
)


def register_source() -> None:
    """Make it known; once, from the app's ready()."""
    sources.register(library.source)
