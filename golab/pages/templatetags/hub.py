"""Small drawings that every template may use (a builtin library: no `load` needed)."""

from collections.abc import Sequence
from functools import cache, lru_cache
from html import escape  # Django's own looks for lazy texts, at several times the cost, hundreds of times a page

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from golab.taxonomy.area import MyArea

register = template.Library()
SHOWN_AT_ONCE = 8  # options of a filter


@register.filter
def why(area: MyArea, row: object) -> str:
    """Why a row stands first for a visitor's area: "Homelessness, South West"; nothing where it does not."""
    return area.why(row)


@register.simple_tag
@cache  # a page shows dozens, and they change with the static files, for which a process starts anew
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
def facet_group(facet: object, noun: str, is_open: bool) -> SafeString:
    """One group of a finder's filters (name, label, chosen, options, is_rest_chosen), open if asked or if something in
    it is chosen. `noun` is what is counted, said once to screen readers.

    Drawn here because a list may have a dozen of them with hundreds of options: a template takes ten times as long.
    """
    state = " open" if is_open or facet.chosen else ""
    label = escape(facet.label)
    legend = f'<legend class="visually-hidden">{label}, with the number of {escape(noun or "result")}s</legend>'
    options = _options(facet.name, facet.options, facet.is_rest_chosen)
    summary = f"<summary>{label} {icon('chevron-down')}</summary>"
    return SafeString(f'<details{state}>{summary}<fieldset class="options">{legend}\n{options}</fieldset></details>')


def _options(name: str, options: Sequence, is_rest_open: bool) -> str:
    """The check boxes with their counts (`options`: value, label, count, is_chosen). Eight stand at once, the rest
    behind "Show all". An option that would find nothing stays, disabled, unless it is chosen.
    """
    start = f'<label class="check"><input type="checkbox" id="filter-{escape(name)}-{{}}" name="{escape(name)}" value="'
    drawn = [_option(option, start) for option in options]
    if len(drawn) > SHOWN_AT_ONCE:
        is_open = " open" if is_rest_open else ""
        heading = f"<summary>Show all {len(drawn)} {icon('chevron-down')}</summary>"
        drawn.insert(SHOWN_AT_ONCE, f'<details class="facets__rest"{is_open}>{heading}')
        drawn.append("</details>")
    return "\n".join(drawn)


def _option(option: object, start: str) -> str:
    count, value, label = option.count, str(option.value), escape(str(option.label))
    state = " checked" if option.is_chosen else "" if count else " disabled"
    box = f'{start.format(_slug(value))}{escape(value)}"{state}>'
    return f'{box}<span>{label}</span><span class="count">{count}</span></label>'


_slug = lru_cache(maxsize=2_000)(slugify)  # the same values on page after page
