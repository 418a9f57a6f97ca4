"""Addresses of the page tree, one for each page type and sub-route."""

from events.models import EventPage
from golab.news.models import NewsPage
from golab.pages.models import BasicsPage, GlossaryTerm, StandardPage
from journey.map import journey_map
from journey.models import GuidePage


def all_addresses() -> dict[str, str]:
    """What kind of page it is, to the address of one such page of what is in the database now."""
    stage = journey_map.get().stages[-1]
    guide = GuidePage.objects.live().order_by("path").first()
    return {
        "home": "/",
        "list of events": "/events/",
        "event": EventPage.objects.live().order_by("path").first().url,
        "list of news": "/news/",
        "news": NewsPage.objects.live().order_by("path").first().url,
        "news on a theme": f"/news/themes/{NewsPage.objects.live().themes()[0][0]}/",
        "advice surgeries": "/surgeries/",
        "journey": "/journey/",
        "journey as a list": "/journey/list/",
        "journey to print": "/journey/print/",
        "stage": stage.url,
        "step": stage.steps[-1].url,
        "list of guides": "/guides/",
        "guide": guide.url,
        "chapter": guide.chapter_list[1].url,
        "last chapter": guide.chapter_list[-1].url,
        "guide to print": f"{guide.url}print/",
        "list of basics": "/basics/",
        "explainer": BasicsPage.objects.live().order_by("path").first().url,
        "questions": "/faq/",
        "people": "/people/",
        "glossary": "/glossary/",
        "glossary term": GlossaryTerm.objects.filter(live=True).order_by("pk").first().url,
        "standing page": StandardPage.objects.live().order_by("path").first().url,
    }
