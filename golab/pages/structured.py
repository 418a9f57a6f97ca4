"""Facts of a page for search engines (schema.org), as a block of data in it."""

import json

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# What could end the element or start markup in it; JSON reads the escapes as the characters.
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


def data_block(facts: dict) -> SafeString:
    """Facts as JSON-LD. Such a block is not run, so the content security policy lets it stand."""
    text = mark_safe(json.dumps(facts, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 - escaped in this line
    return format_html('<script type="application/ld+json">{}</script>', text)
