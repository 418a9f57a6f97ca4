"""What of the library search finds."""

from golab.search.sources import Document, SearchSource, register
from library.models import Publication
from library.models.summary import PARTS
from library.querysets import KEYS


def register_sources() -> None:
    """Register publications."""
    register(
        SearchSource(
            kind="publication",
            label="Publications",
            singular="Publication",
            order=35,
            models=(Publication,),
            queryset=lambda: Publication.objects.for_search(),
            to_document=_publication,
            key="uuid",
        )
    )


def _publication(publication: Publication) -> Document:
    return Document(
        key=str(publication.uuid),
        url=publication.url_on_site,
        title=publication.title,
        summary=publication.summary,
        body=" ".join([publication.author_line, publication.where, *(getattr(publication, name) for name in PARTS)]),
        context=f"{publication.resource_type.name}, {publication.year}",
        year=publication.year,
        **{name: tuple(getattr(publication, f"{name}_keys")) for name in KEYS},
    )
