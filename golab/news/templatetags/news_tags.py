"""What other rooms' templates show of news and comment."""

from django import template

from golab.news.models import NewsIndexPage, NewsPage
from golab.pages.tree import site_tree

register = template.Library()
SHOWN_ON_THE_HOME_PAGE = 3


@register.inclusion_tag("news/latest.html")
def latest_news(count: int = SHOWN_ON_THE_HOME_PAGE) -> dict:
    """The latest pieces, in one query: where the list is and what is closed to some is known from the tree."""
    tree = site_tree.get()
    index = tree.first_of(NewsIndexPage)
    items = NewsPage.objects.live().exclude(pk__in=tree.restricted_pks).with_author_names().latest_first()
    return {"index": index, "items": items[:count] if index else []}
