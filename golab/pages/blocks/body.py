"""The blocks of a page's body."""

from django.utils.text import slugify
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

from golab.pages.blocks.lists import LinesBlock
from golab.pages.blocks.text import PREVIEW, InlineTextBlock, TextBlock


class HeadingValue(blocks.StructValue):
    """A heading and the anchor that links to it."""

    @property
    def anchor(self) -> str:
        return slugify(self["text"])[:60] or "section"


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=120, help_text="Sentence case, no full stop.")

    class Meta:
        icon = "title"
        template = "blocks/heading.html"
        value_class = HeadingValue
        description = "Starts a section. The contents list and links point at it."
        preview_value = {"text": "What we ask for and why"}
        preview_template = PREVIEW


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, required=False)
    lines = blocks.ListBlock(InlineTextBlock(label="Line"))

    class Meta:
        icon = "tick"
        template = "blocks/checklist.html"
        description = "Things to tick off, on paper or in the head."
        preview_value = {"title": "", "lines": ["<p>Floor built from real staffing at fair pay</p>"]}
        preview_template = PREVIEW


class ConsiderationBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    body = InlineTextBlock()

    class Meta:
        icon = "help"
        template = "blocks/consideration.html"
        description = "Something to weigh up, with a short title."
        preview_value = {"title": "Numbers move", "body": "<p>Referrals often start slower than forecast.</p>"}
        preview_template = PREVIEW


class WorkedExampleBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160)
    body = TextBlock()

    class Meta:
        icon = "calculator"
        template = "blocks/worked_example.html"
        description = "A sum or a case worked through, set apart from the text."
        preview_value = {"title": "A person on a card", "body": "<p>£500 + £1,500 + £1,500 = £3,500.</p>"}
        preview_template = PREVIEW


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(max_length=500)
    who = blocks.CharBlock(max_length=160, help_text="Name and role. Only people who said it.")
    source = blocks.URLBlock(required=False)

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"
        description = "Somebody's words, with their name."
        preview_value = {"text": "A helpful map, not a linear path.", "who": "An example of a quotation"}
        preview_template = PREVIEW


class FigureBlock(blocks.StructBlock):
    image = ImageBlock()
    caption = blocks.CharBlock(max_length=250, required=False, help_text="What it shows. Say the finding.")

    class Meta:
        icon = "image"
        template = "blocks/figure.html"
        description = "A picture with its caption and alternative text."


class TableValue(blocks.StructValue):
    """A table whose last row may be its total."""

    @property
    def has_numbers(self) -> bool:
        return any(column["block"].name == "number" for column in self["table"].columns)

    @property
    def body_rows(self) -> list[dict]:
        rows = list(self["table"].rows)
        last = len(rows) - 1
        has_total = self.get("has_total", False)  # tables of words have none
        return [{"cells": row, "is_total": has_total and index == last} for index, row in enumerate(rows)]


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(max_length=200, help_text="Says what the table shows; screen readers read it first.")
    table = TypedTableBlock(
        [
            ("text", InlineTextBlock(label="Words", required=False)),
            ("number", blocks.CharBlock(label="Numbers, aligned right", max_length=80, required=False)),
        ],
        help_text="The first column names the row.",
    )
    has_total = blocks.BooleanBlock(required=False, label="The last row is the total")

    class Meta:
        icon = "table"
        template = "blocks/table.html"
        value_class = TableValue
        description = "Figures or facts in rows and columns."


class ResourceValue(blocks.StructValue):
    """An entry of a list of resources; its address is a page of ours or one elsewhere."""

    @property
    def is_external(self) -> bool:
        return bool(self["url"]) and self["url"].startswith("http")


class ResourceBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200)
    kind = blocks.CharBlock(max_length=60, required=False, help_text="Such as 'Membership body for councils'.")
    url = blocks.CharBlock(
        max_length=300, required=False, help_text="A web address, an address on this site such as /guides/, or mailto:."
    )
    body = TextBlock(required=False)

    class Meta:
        icon = "link"
        value_class = ResourceValue


class ResourceListBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120, required=False)
    entries = blocks.ListBlock(ResourceBlock())

    class Meta:
        icon = "list-ul"
        template = "blocks/resource_list.html"
        description = "Organisations, pages or files, each with a note."
        preview_value = {
            "heading": "Where to look",
            "entries": [{"title": "Glossary", "kind": "", "url": "/glossary/"}],
        }
        preview_template = PREVIEW


class NoticeBlock(blocks.StructBlock):
    body = TextBlock()

    class Meta:
        icon = "warning"
        template = "blocks/notice.html"
        description = "Something the reader must not miss. One on a page at most."
        preview_value = {"body": "<p><b>This page is a draft.</b> It is being checked.</p>"}
        preview_template = PREVIEW


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = HeadingBlock()
    text = TextBlock(features=["h3", "h4", "bold", "italic", "link", "document-link", "ol", "ul", "glossary-term"])
    checklist = ChecklistBlock()
    consideration = ConsiderationBlock()
    worked_example = WorkedExampleBlock()
    quote = QuoteBlock()
    figure = FigureBlock()
    table = TableBlock()
    resource_list = ResourceListBlock()
    notice = NoticeBlock()
    lines = LinesBlock(icon="list-ul", label="Short list", template="blocks/lines.html")

    class Meta:
        block_counts = {"notice": {"max_num": 1}}
