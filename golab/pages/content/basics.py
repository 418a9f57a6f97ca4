"""The explainers, and the page of all their questions."""

from wagtail.models import Page

from golab.contentfiles import read_yaml
from golab.pages.content.decision_aid import decision_aid
from golab.pages.content.parts import questions, sections, sources
from golab.pages.loading import Loader
from golab.pages.marking import Marker
from golab.pages.models import BasicsIndexPage, BasicsPage, FaqPage
from golab.pages.models.glossary import glossary
from golab.taxonomy.models import Stage


def load_basics(loader: Loader, home: Page) -> None:
    """The explainers, and the page of all their questions."""
    index = loader.page(
        home,
        BasicsIndexPage,
        "basics",
        {
            "title": "Basics",
            "search_description": "Five short explainers: what outcomes-based commissioning is, and when not to.",
            "standfirst": "Five minutes each. Start here if the words are new to you, or send them to a colleague.",
        },
    )
    index = index or BasicsIndexPage.objects.first()
    for entry in loader.each("Explainers", read_yaml("basics.yaml")["pages"]):
        numbers = [int(number) - 1 for number in entry.get("stages", [])]
        stages = [stage for place, stage in enumerate(Stage.objects.order_by("sort_order")) if place in numbers]
        loader.page(index, BasicsPage, entry["slug"], _explainer(entry), {"stages": stages})
    loader.page(
        home,
        FaqPage,
        "faq",
        {
            "title": "Questions people ask",
            "search_description": "Short answers to what commissioners ask most about outcomes, prices and bonds.",
            "standfirst": "Each answer comes from one of the explainers, where you can read on.",
        },
    )


def _explainer(entry: dict) -> dict:
    key = f"basics/{entry['slug']}"
    return {
        "title": entry["title"],
        "search_description": entry["standfirst"],
        "standfirst": entry["standfirst"],
        "body": sections(entry["sections"], key, Marker(glossary.get().entries)),
        "questions": questions(entry.get("faq", []), key),
        "sources": sources(entry.get("sources", []), key),
        **(decision_aid(key) if entry.get("decision_aid") else {}),
    }
