"""Chapters of a guide: numbered, with numbered paragraphs to cite and a reading time."""

import re
from dataclasses import dataclass

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue, StructValue

WORDS_A_MINUTE = 200  # slow reading of unfamiliar matter


@dataclass(frozen=True)
class Chapter:
    """A chapter as pages show it."""

    number: int
    key: str
    title: str
    url: str
    value: StructValue

    @property
    def body(self) -> StreamValue:
        return self.value["body"]


def number_chapters(chapters: StreamValue, guide_url: str) -> list[Chapter]:
    """The chapters in order. The first stands at the guide's own address too, and is linked there."""
    return [
        Chapter(
            number,
            block.value.key,
            block.value["title"],
            guide_url if number == 1 else f"{guide_url}{block.value.key}/",
            block.value,
        )
        for number, block in enumerate(chapters, 1)
    ]


def text_of(stored: object) -> str:
    """All words of a stream as it is stored (StreamBlock.get_prep_value), without markup, ids and type names."""
    if isinstance(stored, str):
        return strip_tags(stored)
    if isinstance(stored, dict):
        return " ".join(text_of(value) for name, value in stored.items() if name not in ("id", "type"))
    if isinstance(stored, list | tuple):
        return " ".join(text_of(value) for value in stored)
    return ""


def minutes_to_read(chapters: StreamValue) -> int:
    """Whole minutes, at least one."""
    words = re.findall(r"\w+", text_of(chapters.get_prep_value()))
    return max(1, round(len(words) / WORDS_A_MINUTE))


def count_paragraphs(html: str) -> int:
    """How many paragraphs a rich text has."""
    return html.count("<p>") + html.count("<p ")


def number_paragraphs(html: str, chapter: int, before: int) -> str:
    """Give each paragraph a number that links to itself; `before` were numbered in this chapter already."""
    numbers = iter(range(before + 1, before + 1 + count_paragraphs(html)))

    def opened(match: re.Match) -> str:
        number = next(numbers)
        anchor = f"p{chapter}-{number}"
        return (
            f'<p class="para" id="{anchor}"><a class="para__no" href="#{anchor}">'
            f'<span class="visually-hidden">Paragraph </span>{chapter}.{number}</a>'
        )

    return re.sub(r"<p(?: [^>]*)?>", opened, html)
