"""A guide as a document to hand on: read from the HTML that readers get, so that nothing on the page is missing."""

from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from io import BytesIO

from django.conf import settings
from django.utils.formats import date_format

from golab.exports.as_docx import Heading, Part, Points, Table, Text, docx_file
from golab.pages.richtext import terms_on_this_page
from journey.models import GuidePage

HEADINGS = {"h2": 2, "h3": 2, "h4": 3}
PARAGRAPHS = {"p", "figcaption", "blockquote", "dd", "summary"}
UNSEEN = {"svg", "style", "script"}
NO_END = {"br", "img", "input", "hr", "use", "path"}


class PartsOf(HTMLParser):
    """Headings, paragraphs, points and tables of a piece of HTML, in `parts`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self._words: list[str] = []
        self._rows: list[list[str]] | None = None
        self._unseen: list[str] = []
        self._in_point = False
        self.feed(html)
        self._paragraph()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        hides = tag in UNSEEN or bool({"visually-hidden", "print-only"} & set((dict(attrs).get("class") or "").split()))
        if (self._unseen or hides) and tag not in NO_END:
            self._unseen.append(tag)
        elif tag == "table":
            self._paragraph()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in HEADINGS or tag == "li" or (tag in PARAGRAPHS and self._is_in_text):
            self._paragraph()
            self._in_point = self._in_point or tag == "li"
        elif tag == "br":
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            self._unseen = self._unseen[:-1] if tag == self._unseen[-1] else self._unseen
        elif tag in HEADINGS:
            self._add(lambda words: Heading(words, level=HEADINGS[tag]))
        elif tag == "li":
            self._add(lambda words: Points([words]))
            self._in_point = False
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append(self._said())
        elif tag == "caption":
            self._paragraph()
        elif tag == "table":
            self._table()
        elif tag in PARAGRAPHS and self._is_in_text:
            self._paragraph()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._words.append(data)

    @property
    def _is_in_text(self) -> bool:
        """Whether a paragraph stands for itself: in a point or a cell it is a part of that."""
        return self._rows is None and not self._in_point

    def _said(self) -> str:
        words, self._words = " ".join("".join(self._words).split()), []
        return words

    def _add(self, make) -> None:
        words = self._said()
        if words:
            self.parts.append(make(words))

    def _table(self) -> None:
        rows, self._rows = [row for row in self._rows or [] if row], None
        if rows:
            self.parts.append(Table(rows[0], rows[1:]))

    def _paragraph(self) -> None:
        self._add(Text)


def guide_file(guide: GuidePage, *, now: datetime) -> BytesIO:
    """The whole guide with its sources, how to cite it and the glossary's terms."""
    return docx_file(title=guide.title, author=settings.WAGTAIL_SITE_NAME, parts=_parts(guide), now=now)


def _parts(guide: GuidePage) -> Iterator[Part]:
    yield Text(guide.summary)
    if guide.audience:
        yield Text(guide.audience, label="For:")
    yield Text(guide.citation)
    for chapter in guide.chapter_list:
        yield Heading(f"{chapter.number} {chapter.title}")
        for block in chapter.body:
            yield from PartsOf(str(block.render())).parts
    if guide.changes:
        yield Heading(f"What changed in version {guide.version}")
        yield Text(guide.changes)
    if guide.sources:
        yield Heading("Sources")
        for source in guide.sources:
            named = f"{source.value['title']}. {source.value['who']} {source.value['note']}"
            yield Text(" ".join(named.split()), url=source.value["url"])
    terms = [f"{term.term}: {term.short}" for term in terms_on_this_page()]
    if terms:
        yield Heading("Terms")
        yield Points(terms)
    yield Text(guide.full_url, url=guide.full_url)


def name_of(guide: GuidePage) -> str:
    """The file's name: which guide, and as it stood when."""
    reviewed = f"-{date_format(guide.reviewed_on, 'Y-m')}" if guide.reviewed_on else ""
    return f"{guide.slug}{reviewed}"
