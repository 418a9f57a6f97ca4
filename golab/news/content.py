"""Loads news and comment from the content folder."""

from wagtail.models import Page

from golab.contentfiles import read_yaml
from golab.news.models import NewsAuthor, NewsIndexPage, NewsPage
from golab.pages.content.parts import classified, headed
from golab.pages.loading import Loader
from golab.pages.marking import Marker
from golab.pages.models.glossary import glossary


def load_news(loader: Loader, home: Page) -> None:
    """The list, then each piece."""
    index = loader.page(
        home,
        NewsIndexPage,
        "news",
        {
            "title": "News and comment",
            "search_description": "What happened, what people think about it, and digests of pieces from elsewhere.",
            "standfirst": "News and comment carries its authors’ own views. When we summarise someone else’s piece, "
            "we say whose it is and where it appeared.",
        },
    )
    index = index or NewsIndexPage.objects.first()
    for entry in loader.each("News and comment", read_yaml("news.yaml")["items"] if index else []):
        terms = {"authors": _authors(entry["author"]), **classified(entry)}
        loader.page(index, NewsPage, entry["slug"], _item(entry), terms)


def _item(entry: dict) -> dict:
    return {
        "title": entry["title"],
        "search_description": " ".join(entry["summary"].split()),
        "kind": entry["kind"],
        "published_on": entry["date"],
        "date_note": entry.get("date_note") or "",
        "sort_date": entry["sort_date"],
        "body": headed(entry["body"], f"news/{entry['slug']}", Marker(glossary.get().entries)),
        "published_in": entry["published_in"],
        "original_title": entry["source_title"] or "",
        "original_url": entry["source_url"] or "",
    }


def _authors(author: dict) -> list[NewsAuthor]:
    """Names that the source joins with a semicolon are several authors. A role that it does not give stays empty; an
    organisation that names itself is not said twice."""
    organisation = author["organisation"] or ""
    is_named = organisation == author["name"]
    return [
        NewsAuthor(name=name, role=author["role"] or "", organisation="" if is_named else organisation)
        for name in author["name"].split("; ")
    ]
