"""Tags for running text and for links between pages."""

import re
from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import BoundBlock
from wagtail.models import Page

from golab.pages import richtext
from golab.pages.addresses import leads_somewhere
from golab.pages.tree import Node, site_tree

register = template.Library()


@register.filter
def hub_text(source: object) -> SafeString:
    """Rich text as readers see it; takes a RichTextField's text or a block's value."""
    return richtext.render(getattr(source, "source", source) or "")


@register.filter
def with_facts(text: str) -> str:
    """Plain text with the hub's facts filled in; empty when one is missing."""
    return richtext.fill_plain_text(text)


@register.filter
def open_address(url: str) -> str:
    """The address, or nothing when it names a room of the hub that is not open. Facts are filled in."""
    filled = with_facts(url or "")
    return filled if leads_somewhere(filled) else ""


@register.filter
def node(page_pk: int | None) -> Node | None:
    """The live page with this number, from the tree snapshot."""
    return site_tree.get().by_pk.get(page_pk)


@register.filter
def chosen_for(chosen: Mapping[str, object], key: str) -> object:
    """What was chosen for the question with this key, or what was filled in at this address; or nothing."""
    return chosen.get(key, "")


@register.inclusion_tag("pages/term_notes.html")
def term_notes() -> dict:
    """The pop-ups of the glossary terms marked above, which are footnotes in print. Put it last on the page."""
    return {"terms": richtext.terms_on_this_page()}


@register.filter
def inline_only(html: str) -> SafeString:
    """Rendered rich text of one paragraph, without its paragraph tags."""
    match = re.fullmatch(r"\s*<p\b[^>]*>(.*)</p>\s*", html, re.DOTALL)
    return mark_safe(match[1]) if match and "</p>" not in match[1] else html  # noqa: S308 - rendered above


@register.filter
def cell_text(cell: BoundBlock) -> str:
    """A table's cell: words as rich text without paragraph tags, figures as they are."""
    return inline_only(hub_text(cell.value)) if hasattr(cell.value, "source") else cell.value


@register.simple_tag(takes_context=True)
def staff_missing_facts(context: dict, page: Page) -> list[str]:
    """For staff only: names of the facts that a page asks for and nobody has given."""
    request = context.get("request")
    has_session = bool(getattr(getattr(request, "session", None), "session_key", None))
    if not (has_session and request.user.has_perm("wagtailadmin.access_admin")):
        return []
    return richtext.missing_facts(f"{page.standfirst} {page.body.stream_block.get_prep_value(page.body)}")
