"""Small drawings that every template may use (a builtin library: no `load` needed)."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


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
