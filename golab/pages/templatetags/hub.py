"""Small drawings that every template may use (a builtin library: no `load` needed)."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

register = template.Library()


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
def facet_option(facet_name: str, option: object, noun: str) -> SafeString:
    """A filter's check box with its count (`option`: value, label, count, is_chosen).

    Drawn here because a list may have hundreds of them, and a template takes ten times as long for each. An option
    that would find nothing stays, disabled, unless it is chosen.
    """
    return format_html(
        '<label class="check"><input type="checkbox" id="filter-{}-{}" name="{}" value="{}"{}><span>{}</span>'
        '<span class="count">{}<span class="visually-hidden"> {}{}</span></span></label>',
        facet_name,
        slugify(option.value),
        facet_name,
        option.value,
        SafeString(" checked" if option.is_chosen else "" if option.count else " disabled"),
        option.label,
        option.count,
        noun,
        "" if option.count == 1 else "s",
    )
