"""News, comment, and digests of what others wrote."""

from golab.news.models.index import NewsIndexPage
from golab.news.models.item import NewsAuthor, NewsPage

__all__ = ["NewsAuthor", "NewsIndexPage", "NewsPage"]
