"""From wording and context to what is sent: subject, plain text, and HTML with its styles written in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from golab.notifications import copy
from golab.notifications.addresses import one_line
from golab.notifications.kinds import MessageKind

SUBJECT_LENGTH = 250
# Private-use characters mark, on the way to HTML, where a value came from. Values are stripped of them first.
URL_START, URL_END, QUOTE_START, QUOTE_END, NEW_LINE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
UNWANTED = re.compile("[\ue000-\ue004\x00-\x08\x0b\x0c\x0e-\x1f]")
LINK = re.compile(f"^(?:(?P<label>[^{URL_START}]*?): )?{URL_START}(?P<url>[^{URL_END}]*){URL_END}$")
ANY_URL = re.compile(f"{URL_START}([^{URL_END}]*){URL_END}")
FACT = re.compile(rf"^(?P<label>[A-Z][^:{URL_START}{QUOTE_START}{NEW_LINE}]{{1,28}}): (?P<value>.+)$")
# What people wrote themselves: set apart, so that it never reads as ours.
QUOTED_NAMES = frozenset({"question", "comment_text", "reply_text", "availability_text"})


@dataclass(frozen=True)
class Rendered:
    """The three parts of a message."""

    subject: str
    text: str
    html: str


@dataclass
class Block:
    """A piece of the HTML body: kind is "paragraph", "list", "facts", "button" or "quote"."""

    kind: str
    lines: list = field(default_factory=list)


def render(kind: MessageKind, context: Mapping) -> Rendered:
    """Fill in the kind's wording. Raises copy.CopyError when a required placeholder has no value."""
    wording = copy.wording(kind.wording_key)
    values = {
        "why": kind.why,
        "reply_to_name": kind.reply_to_name,
        "privacy_url": f"{settings.SITE_URL}/privacy/",
        "staff_settings_url": f"{settings.SITE_URL}/admin/account/",
        **context,
    }
    missing = sorted(name for name in wording.placeholders - wording.optional if values.get(name) is None)
    if missing:
        raise copy.CopyError(f"{wording.key}: no value for {', '.join(missing)}.")
    subject = one_line(copy.fill(wording.subject, values, mark=_clean))[:SUBJECT_LENGTH]
    text = render_to_string(
        kind.text_template,
        {
            "body": copy.fill(wording.body, values, mark=_clean).strip(),
            "footer": copy.fill(wording.footer, values, mark=_clean).strip(),
        },
    )
    blocks = to_blocks(copy.fill(wording.body, values, mark=_mark))
    footer = to_blocks(copy.fill(wording.footer.removeprefix("--\n"), values, mark=_mark))
    html = render_to_string(kind.html_template, {"subject": subject, "blocks": blocks, "footer": footer})
    return Rendered(subject=subject, text=text, html=inline_styles(html))


def render_plain(kind: MessageKind, *, subject: str, text: str) -> Rendered:
    """Dress mail that has only plain text of its own in the same HTML."""
    blocks = [Block("html", [mark_safe(linebreaks(text, autoescape=True))])]  # noqa: S308 (escaped by linebreaks)
    html = render_to_string(kind.html_template, {"subject": subject, "blocks": blocks, "footer": []})
    return Rendered(subject=subject, text=text, html=inline_styles(html))


def inline_styles(html: str) -> str:
    """Write each rule into the markup, as mail programs need it; media rules stay in a style element."""
    return _inliner().inline(html)


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def to_blocks(marked: str) -> list[Block]:
    """Marked text as blocks of safe HTML lines: bullets, facts (two or more "Label: value"), links, quotes."""
    blocks: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", marked.strip()):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        facts = sum(bool(FACT.match(line)) and not LINK.match(line) for line in lines) >= 2
        for line in lines:
            kind, html = _line(line, facts)
            if not blocks or blocks[-1].kind != kind or line is lines[0] and kind != "list":
                blocks.append(Block(kind))
            blocks[-1].lines.append(html)
    _promote_button(blocks, marked)
    return blocks


def _line(line: str, facts: bool) -> tuple[str, SafeString]:
    if line.startswith("- "):
        return "list", _inline(line[2:])
    if QUOTE_START in line:
        return "quote", _inline(line)
    if facts and (match := FACT.match(line)):
        return "facts", format_html('<th scope="row">{}</th><td>{}</td>', match["label"], _inline(match["value"]))
    return "paragraph", _inline(line)


def _inline(line: str) -> SafeString:
    """One line as safe HTML: "Label: <link>" becomes a link that reads as its label."""
    if (match := LINK.match(line)) and match["label"]:
        return format_html('<a href="{}">{}</a>', match["url"], _unmark(escape(match["label"])))
    pieces = ANY_URL.split(line)
    html = "".join(
        str(format_html('<a href="{0}">{0}</a>', piece)) if index % 2 else escape(piece)
        for index, piece in enumerate(pieces)
    )
    return _unmark(html)


def _unmark(html: str) -> SafeString:
    """HTML whose text is escaped already, with the last marks turned into what they stand for."""
    html = html.replace(QUOTE_START, "").replace(QUOTE_END, "").replace(NEW_LINE, "<br>")
    return mark_safe(html)  # noqa: S308 (its callers escape)


def _promote_button(blocks: list[Block], marked: str) -> None:
    """The one thing to do becomes a button: the first paragraph that is nothing but a link."""
    for block in blocks:
        if block.kind == "paragraph" and len(block.lines) == 1 and block.lines[0].startswith('<a href="'):
            if block.lines[0].count("<a ") == 1 and block.lines[0].endswith("</a>"):
                block.kind = "button"
            return


def _mark(name: str, value: str) -> str:
    """Mark a value for HTML: links that we made, words that people wrote, and line ends inside values."""
    value = _clean(name, value).strip()
    if (name == "url" or name.endswith("_url")) and value.startswith(("https://", "http://")):
        return f"{URL_START}{value}{URL_END}"
    value = value.replace("\n", NEW_LINE)
    return f"{QUOTE_START}{value}{QUOTE_END}" if name in QUOTED_NAMES else value


def _clean(name: str, value: str) -> str:
    """A value without our marks or control characters, and with plain line ends."""
    return UNWANTED.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
