"""Tags for running text and for links between pages."""

from django import template
from django.utils.safestring import SafeString

from golab.pages import richtext
from golab.pages.tree import Node, site_tree

register = template.Library()


@register.filter
def hub_text(source: object) -> SafeString:
    """Rich text as readers see it; takes a RichTextField's text or a block's value."""
    return richtext.render(getattr(source, "source", source) or "")


@register.filter
def with_facts(text: str) -> str:
    """Plain text with the hub's facts filled in; empty when one is missing."""
    return "" if richtext.missing_facts(text) else richtext.fill_facts(text)


@register.filter
def node(page_pk: int | None) -> Node | None:
    """The live page with this number, from the tree snapshot."""
    return site_tree.get().by_pk.get(page_pk)


@register.inclusion_tag("pages/term_notes.html")
def term_notes() -> dict:
    """The pop-ups of the glossary terms marked above, which are footnotes in print. Put it last on the page."""
    return {"terms": richtext.terms_on_this_page()}


@register.simple_tag(takes_context=True)
def missing_facts(context: dict, source: str) -> list[str]:
    """For staff only: the facts that a text asks for and nobody has given."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if not (user and user.is_authenticated and user.has_perm("wagtailadmin.access_admin")):
        return []
    return richtext.missing_facts(source)
