"""Running text as readers see it: facts filled in, terms marked once a page, links without a query each."""

import re

from asgiref.local import Local
from django.core.signals import request_started
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.rich_text import LinkHandler, expand_db_html

from golab.pages.addresses import leads_somewhere
from golab.pages.models.glossary import Entry, GlossaryTerm, glossary
from golab.pages.models.settings import hub_facts
from golab.pages.tree import site_tree

FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "glossary-term"]
FEATURES_WITH_HEADINGS = ["h3", "h4", *FEATURES]
INLINE_FEATURES = ["bold", "italic", "link", "glossary-term"]

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
_LINE = re.compile(r"<(p|li|td|dd)\b[^>]*>.*?</\1>", re.DOTALL)
_TERM = re.compile(r'<a\b(?=[^>]*\blinktype="glossary")[^>]*\bid="(\d+)"[^>]*>(.*?)</a>', re.DOTALL)

_OURS = re.compile(r'<a\b[^>]*\bhref="(/[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)

_page = Local()


def _start_page(**_: object) -> None:
    _page.terms = []


request_started.connect(_start_page, dispatch_uid="golab.pages.richtext")


def terms_on_this_page() -> list[Entry]:
    """The glossary terms marked so far in this response, in order of appearance."""
    if not hasattr(_page, "terms"):
        _start_page()
    return _page.terms


def render(source: str) -> SafeString:
    """HTML for readers from rich text as the database holds it."""
    return mark_safe(expand_db_html(_unlink_closed_rooms(_mark_terms(fill_facts(source)))))  # noqa: S308 - staff text, cleaned by Draftail


def fill_facts(source: str) -> str:
    """Rich text with the hub's facts put for `{{ names }}`; a paragraph, item or cell that lacks one is left out."""
    if "{{" not in source:
        return source
    facts = hub_facts.get().values

    def lacks_a_fact(text: str) -> bool:
        return any(not facts.get(name) for name in _PLACEHOLDER.findall(text))

    kept = _LINE.sub(lambda match: "" if lacks_a_fact(match[0]) else match[0], source)
    return _PLACEHOLDER.sub(lambda match: escape(facts.get(match[1], "")), kept)


def fill_plain_text(text: str) -> str:
    """Plain text with the hub's facts put for `{{ names }}`; empty when one is missing. The template escapes it."""
    if "{{" not in text:
        return text
    facts = hub_facts.get().values
    return "" if missing_facts(text) else _PLACEHOLDER.sub(lambda match: facts[match[1]], text)


def missing_facts(source: str) -> list[str]:
    """Names of the facts that a text asks for and staff have not given."""
    facts = hub_facts.get().values
    return sorted({name for name in _PLACEHOLDER.findall(source) if not facts.get(name)})


def _unlink_closed_rooms(source: str) -> str:
    """Leave the words of a link whose room is not open, and lose the link."""
    return _OURS.sub(lambda match: match[0] if leads_somewhere(match[1]) else match[2], source)


def _mark_terms(source: str) -> str:
    if 'linktype="glossary"' not in source:
        return source
    return _TERM.sub(lambda match: _term_button(int(match[1]), match[2]), source)


def _term_button(pk: int, words: str) -> str:
    entry = glossary.get().by_pk.get(pk)
    used = terms_on_this_page()
    if entry is None or entry in used:
        return words
    used.append(entry)
    return (
        f'<button class="term" type="button" popovertarget="term-{entry.slug}">{words}'
        f'<sup class="print-only">{len(used)}</sup></button>'
    )


class PageLink(LinkHandler):
    """A link to a page, by the tree of addresses: no query for each link."""

    identifier = "page"

    @classmethod
    def expand_db_attributes(cls, attrs: dict) -> str:
        node = site_tree.get().by_pk.get(int(attrs.get("id", 0)))
        return format_html('<a href="{}">', node.url) if node else "<a>"

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [cls.expand_db_attributes(attrs) for attrs in attrs_list]

    @classmethod
    def extract_references(cls, attrs: dict):
        yield Page, attrs["id"], "", ""


class TermLink(LinkHandler):
    """A glossary term outside of a page, where no pop-up can stand: a plain link."""

    identifier = "glossary"

    @classmethod
    def expand_db_attributes(cls, attrs: dict) -> str:
        entry = glossary.get().by_pk.get(int(attrs.get("id", 0)))
        return format_html('<a href="{}">', entry.url) if entry else "<a>"

    @classmethod
    def extract_references(cls, attrs: dict):
        yield GlossaryTerm, attrs["id"], "", ""
