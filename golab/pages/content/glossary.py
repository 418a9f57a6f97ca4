"""The glossary."""

from django.utils.text import slugify
from wagtail.models import Page

from golab.contentfiles import read_yaml
from golab.pages.loading import Loader
from golab.pages.models import GlossaryIndexPage, GlossaryTerm
from golab.pages.models.glossary import glossary
from golab.taxonomy.models import Stage


def load_glossary(loader: Loader, home: Page) -> None:
    """The terms, then what they refer to, then the page that lists them."""
    terms = read_yaml("glossary.yaml")["terms"]
    loader.records(GlossaryTerm, dict(map(_entry, loader.each("Glossary terms", terms))))
    _link_terms(terms)
    loader.page(
        home,
        GlossaryIndexPage,
        "glossary",
        {"title": "Glossary", "search_description": "The words of outcomes-based commissioning, explained plainly."},
    )
    glossary.forget()


def _entry(entry: dict) -> tuple[str, tuple[dict, dict]]:
    slug = slugify(entry["term"])
    values = {
        "also": entry.get("also", []),
        "short": entry["short"].strip(),
        "long": (entry.get("long") or "").strip(),
    }
    return f"term:{slug}", ({"term": entry["term"], "slug": slug}, values)


def _link_terms(terms: list[dict]) -> None:
    """Cross-references and stages; only where a term has none, so that staff's own choice stays."""
    by_name = {term.term.casefold(): term for term in GlossaryTerm.objects.prefetch_related("see", "stages")}
    stages = list(Stage.objects.order_by("sort_order"))
    for entry in terms:
        term = by_name.get(entry["term"].casefold())
        if term and not term.see.all():
            term.see.set([by_name[name.casefold()] for name in entry.get("see", []) if name.casefold() in by_name])
        if term and not term.stages.all():
            term.stages.set(
                [stages[int(number) - 1] for number in entry.get("stages", []) if int(number) <= len(stages)]
            )
