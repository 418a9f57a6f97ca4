"""What editors build a worksheet from: one block for each kind of field."""

from django.core.exceptions import ValidationError
from wagtail import blocks

KEY = r"^[a-z][a-z0-9-]{0,39}$"
RESERVED = ("version", "settled")  # what the form itself asks
CELLS = [("text", "Words"), ("number", "Number"), ("money", "Pounds")]


class FieldBlock(blocks.StructBlock):
    """What every field has."""

    key = blocks.RegexBlock(
        KEY,
        label="Short name",
        help_text="What is filled in hangs on it: keep it once published.",
        error_messages={"invalid": "Small letters, digits and hyphens, beginning with a letter."},
    )
    label = blocks.CharBlock(max_length=160)
    help = blocks.CharBlock(max_length=300, required=False, help_text="How to answer, in one sentence.")
    takes_from = blocks.RegexBlock(
        r"^[a-z][a-z0-9-]{0,79}\.[a-z][a-z0-9-]{0,39}$",
        required=False,
        label="Takes from",
        help_text="Worksheet and field that it begins with, such as cohort-definition.sentence; for the decision aid "
        "decision.result, decision.reasons-for, decision.reasons-against or decision.to-find-out.",
        error_messages={"invalid": "Write it as worksheet.field."},
    )


class ChoiceFieldBlock(FieldBlock):
    options = blocks.ListBlock(blocks.CharBlock(max_length=160), min_num=2, max_num=20)


class ColumnBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=80)
    kind = blocks.ChoiceBlock(choices=CELLS, default="text")


class TableFieldBlock(FieldBlock):
    columns = blocks.ListBlock(ColumnBlock(), min_num=2, max_num=6)
    rows = blocks.ListBlock(
        blocks.CharBlock(max_length=200),
        required=False,
        label="Rows to begin with",
        help_text="What stands in the first column until somebody changes it.",
    )


class FieldsBlock(blocks.StreamBlock):
    """The fields of a worksheet. No two share a short name."""

    text = FieldBlock(icon="pilcrow", label="Short text")
    long_text = FieldBlock(icon="doc-full", label="Long text")
    number = FieldBlock(icon="order", label="Number")
    money = FieldBlock(icon="tag", label="Pounds")
    date = FieldBlock(icon="date", label="Date")
    choice = ChoiceFieldBlock(icon="list-ul", label="Choice")
    table = TableFieldBlock(icon="table", label="Table with rows to fill")

    def clean(self, value):
        cleaned = super().clean(value)
        taken, errors = set(RESERVED), {}
        for place, child in enumerate(cleaned):
            if child.value["key"] in taken:
                errors[place] = ValidationError("This short name is taken. Choose another.")
            taken.add(child.value["key"])
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return cleaned
