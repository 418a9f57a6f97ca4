"""What is measured: one line for each kind of page. The address comes from what the database holds."""

from collections.abc import Callable

from django.apps import apps
from django.db.models import Model

from golab.pages.tree import site_tree

Finding = Callable[[], str]  # the address, or nothing where the database has no such page


def page(model: str) -> Finding:
    """The first live page of a type, in the order of the tree."""

    def find() -> str:
        kind = _model(model)
        node = site_tree.get().first_of(kind) if kind else None
        return node.url if node else ""

    return find


def record(model: str) -> Finding:
    """The first record that readers may see; its model says where it stands."""

    def find() -> str:
        kind = _model(model)
        first = kind.objects.published().order_by("pk").first() if kind else None
        return first.get_absolute_url() if first else ""

    return find


def room(app: str, address: str) -> Finding:
    """A fixed address of an app, where that is installed."""
    return lambda: address if apps.is_installed(app) else ""


def _model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label)
    except LookupError:
        return None


KINDS: dict[str, Finding] = {
    "home": page("pages.HomePage"),
    "map": page("journey.JourneyIndexPage"),
    "stage": page("journey.StagePage"),
    "step": page("journey.StepPage"),
    "guides": page("journey.GuideIndexPage"),
    "guide": page("journey.GuidePage"),
    "glossary": page("pages.GlossaryIndexPage"),
    "basics": page("pages.BasicsPage"),
    "search": room("golab.search", "/search/?q=rate+cards"),
    "library": room("library", "/library/"),
    "library, words": room("library", "/library/?q=evaluation"),
    "publication": record("library.Publication"),
    "projects": room("sibdb", "/projects/"),
    "project": record("sibdb.Project"),
    "prices": room("sibdb", "/prices/"),
    "surgeries": room("surgeries", "/surgeries/"),
    "events": page("events.EventIndexPage"),
    "event": page("events.EventPage"),
    "news": page("news.NewsIndexPage"),
    "article": page("news.NewsPage"),
}


def addresses(kinds: dict[str, Finding] = KINDS) -> dict[str, str]:
    """The kinds that there are, by name, with an address of each."""
    return {name: address for name, find in kinds.items() if (address := find())}
