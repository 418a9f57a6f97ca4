"""Building blocks of steps and guides."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import Page

from golab.pages.addresses import leads_somewhere
from golab.pages.blocks import BodyBlock, InlineTextBlock, TextBlock
from golab.pages.blocks.body import TableValue
from golab.pages.tree import Node, site_tree


class ActivityBlock(blocks.StructBlock):
    """Something to do. Readers tick it off; the tick hangs on the block's own id."""

    title = blocks.CharBlock(max_length=100, help_text="Begins with a verb.")
    body = TextBlock(help_text="Up to 60 words.")

    class Meta:
        icon = "tick"


class ConsiderationBlock(blocks.StructBlock):
    """Something to weigh up."""

    title = blocks.CharBlock(max_length=80)
    body = InlineTextBlock(help_text="Up to 45 words.")

    class Meta:
        icon = "help"


class ProjectBlock(blocks.StructBlock):
    """A real project that has done this."""

    indigo_id = blocks.RegexBlock(
        r"^INDIGO-POJ-\d{4}$", label="INDIGO id", error_messages={"invalid": "Write it as INDIGO-POJ-0154."}
    )
    name = blocks.CharBlock(max_length=200)
    why = blocks.TextBlock(max_length=400, help_text="What it shows about this step. Facts only, up to 45 words.")

    class Meta:
        icon = "folder-open-inverse"


class KnownPageChooserBlock(blocks.PageChooserBlock):
    """A chooser of pages. Pages that the tree of the site knows are not read from the database to be linked to."""

    def bulk_to_python(self, values: list[int | None]) -> list[Page | None]:
        nodes = site_tree.get().by_pk
        if not all(value is None or value in nodes for value in values):
            return super().bulk_to_python(values)
        return [Page.from_db(None, ["id", "title"], [value, nodes[value].title]) if value else None for value in values]

    def deconstruct(self) -> tuple[str, list, dict]:
        """For migrations it is what it is made from: the database keeps the same."""
        return "wagtail.blocks.PageChooserBlock", *super().deconstruct()[1:]


class AddressBlock(blocks.URLBlock):
    """An address elsewhere, or one of ours such as /prices/."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.field = forms.CharField(required=self.field.required, help_text=self.field.help_text, max_length=500)

    def clean(self, value: str) -> str:
        address = super().clean(value)
        is_ours = address.startswith("/") and not address.startswith("//")
        if is_ours and not leads_somewhere(address):
            raise ValidationError(f"Nothing is at {address}. Copy the address of the page, from the first / on.")
        if address and not is_ours:
            URLValidator(["http", "https"])(address)
        return address

    def deconstruct(self) -> tuple[str, list, dict]:
        """For migrations it is what it is made from."""
        return "wagtail.blocks.URLBlock", *super().deconstruct()[1:]


class ResourceValue(blocks.StructValue):
    """A resource and where it is: a page of ours, an address elsewhere, or nowhere yet."""

    @property
    def node(self) -> Node | None:
        page = self.get("page")
        return site_tree.get().by_pk.get(page.pk) if page else None

    @property
    def title(self) -> str:
        return self["label"] or (self.node.title if self.node else "")

    @property
    def link(self) -> str:
        """Where it is. What is ours may be gone since it was written down."""
        return self.node.url if self.node else self["url"] if leads_somewhere(self["url"]) else ""

    @property
    def kind_label(self) -> str:
        return dict(RESOURCE_KINDS).get(self["kind"], "")


RESOURCE_KINDS = [
    ("guide", "How-to guide"),
    ("publication", "Publication"),
    ("tool", "Tool"),
    ("template", "Template"),
    ("rate-card", "Rate card"),
    ("external", "Elsewhere"),
]


class ResourceBlock(blocks.StructBlock):
    """Something to read or use, with a note that makes it real for this step."""

    kind = blocks.ChoiceBlock(choices=RESOURCE_KINDS)
    page = KnownPageChooserBlock(required=False, help_text="A page of this site.")
    label = blocks.CharBlock(max_length=250, required=False, help_text="Its title, where it is no page of this site.")
    url = AddressBlock(required=False, help_text="Its address elsewhere.")
    note = blocks.TextBlock(
        max_length=300, help_text="Making it real: what it is good for in this step. Up to 35 words."
    )

    class Meta:
        icon = "link"
        value_class = ResourceValue


class RiskTableBlock(blocks.StructBlock):
    """Who holds which risk."""

    caption = blocks.CharBlock(max_length=200)
    table = TypedTableBlock([("text", InlineTextBlock(label="Words", required=False))])

    class Meta:
        icon = "table"
        template = "blocks/table.html"
        value_class = TableValue


class ChapterValue(blocks.StructValue):
    """A chapter and the last part of its address."""

    @property
    def key(self) -> str:
        return slugify(self["title"])[:80]


class ChapterBlock(blocks.StructBlock):
    """A chapter of a guide, with an address of its own."""

    title = blocks.CharBlock(max_length=100, help_text="Its address follows from it: keep it once published.")
    body = BodyBlock()

    class Meta:
        icon = "list-ol"
        value_class = ChapterValue


class ChaptersBlock(blocks.StreamBlock):
    """The chapters of a guide. Each has an address of its own, so no two may share a title."""

    chapter = ChapterBlock()

    def clean(self, value):
        cleaned = super().clean(value)
        taken = {"print"}  # the whole guide on one page
        errors = {}
        for place, child in enumerate(cleaned):
            key = child.value.key
            if not key and self.is_deferred_validation:
                continue  # a draft may wait for its titles
            if not key:
                errors[place] = ValidationError("Give the chapter a title with a letter or a number in it.")
            elif key in taken:
                errors[place] = ValidationError("Another page of this guide has this title already. Choose another.")
            taken.add(key)
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return cleaned
