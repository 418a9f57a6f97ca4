"""What of this app search finds: news and comment."""

from golab.news.models import NewsPage
from golab.search.sources import Document, SearchSource, register, terms_of
from golab.search.text import text_of


def register_sources() -> None:
    """Register news and comment."""
    register(
        SearchSource(
            kind="news",
            label="News and comment",
            singular="News and comment",
            order=80,
            models=(NewsPage,),
            queryset=lambda: NewsPage.objects.prefetch_related("topics", "stages", "steps", "policy_areas"),
            to_document=_item,
            key="slug",
        )
    )


def _item(page: NewsPage) -> Document:
    authors = [str(author) for author in page.authors.select_related("person")]
    return Document(
        key=page.slug,
        url=page.get_url(),
        title=page.title,
        summary=page.summary,
        context=page.byline.rstrip("."),
        body=" ".join([*authors, page.published_in, page.original_title, text_of(page.body.get_prep_value())]),
        date=page.published_on,
        **terms_of(page),
    )
