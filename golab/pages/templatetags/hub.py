"""Small drawings that every template may use (a builtin library: no `load` needed)."""

from collections.abc import Iterable

from django import template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

register = template.Library()
SHOWN_AT_ONCE = 8  # options of a facet


@register.simple_tag
def icon(name: str) -> SafeString:
    """A glyph of the sprite; always beside words, so hidden from screen readers. Nothing for an empty name."""
    if not name:
        return SafeString("")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def station(state: str = "") -> SafeString:
    """A station of the route: to do, `done`, `not-needed` or `here`. The words stand beside it."""
    css = f"station is-{state}" if state else "station"
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, icon("check"))


@register.simple_tag
def facet_options(name: str, options: Iterable, noun: str = "", is_rest_open: bool = False) -> SafeString:
    """The check boxes of a facet, eight at once and the rest behind "Show all" (see components/facet.html).

    Not a template: a finder draws some sixty of them, and filling in a template for each took a third of the page.
    """
    pieces = [_option(name, option, noun or "result") for option in options]
    if len(pieces) > SHOWN_AT_ONCE:
        is_open = " open" if is_rest_open else ""
        heading = f'<summary>Show all {len(pieces)} {icon("chevron-down")}</summary>'
        pieces.insert(SHOWN_AT_ONCE, f'<details class="facets__rest"{is_open}>{heading}')
        pieces.append("</details>")
    return mark_safe("\n".join(pieces))  # noqa: S308 - escaped piece by piece


def _option(facet: str, option: object, noun: str) -> str:
    name, value, label = (conditional_escape(text) for text in (facet, _of(option, "value"), _of(option, "label")))
    count = _of(option, "count")
    state = " checked" if _of(option, "is_chosen") else "" if count else " disabled"
    plural = "" if count == 1 else "s"
    return (
        f'<label class="check"><input type="checkbox" id="filter-{name}-{slugify(value)}" name="{name}" '
        f'value="{value}"{state}><span>{label}</span><span class="count">{count}'
        f'<span class="visually-hidden"> {conditional_escape(noun)}{plural}</span></span></label>'
    )


def _of(option: object, name: str) -> object:
    """As a template looks it up: the style guide shows plain dictionaries."""
    return option.get(name, "") if isinstance(option, dict) else getattr(option, name)
