"""What other rooms' templates show of news and comment."""

from django import template

from golab.news.models import NewsIndexPage, NewsPage

register = template.Library()
SHOWN_ON_THE_HOME_PAGE = 3


@register.inclusion_tag("news/latest.html")
def latest_news(count: int = SHOWN_ON_THE_HOME_PAGE) -> dict:
    """The latest pieces, as a ledger."""
    index = NewsIndexPage.objects.live().first()
    items = NewsPage.objects.live().public().latest_first()[:count] if index else []
    return {"index": index, "items": items}
