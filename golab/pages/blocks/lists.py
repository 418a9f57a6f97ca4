"""Lists of short things: lines, questions with answers, sources."""

from wagtail import blocks

from golab.pages.blocks.text import TextBlock


class LinesBlock(blocks.ListBlock):
    """Short lines of plain text."""

    def __init__(self, **kwargs) -> None:
        super().__init__(blocks.CharBlock(max_length=300, label="Line"), **kwargs)


class QuestionBlock(blocks.StructBlock):
    """A question that people ask, and its answer."""

    question = blocks.CharBlock(max_length=200)
    answer = TextBlock(help_text="Up to 60 words.")

    class Meta:
        icon = "help"
        label = "Question and answer"


class SourceBlock(blocks.StructBlock):
    """Where a fact comes from."""

    title = blocks.CharBlock(max_length=300)
    who = blocks.CharBlock(max_length=200, required=False, help_text="Author or publisher, and year.")
    note = blocks.CharBlock(max_length=500, required=False, help_text="What it is used for here.")
    url = blocks.URLBlock(required=False)

    class Meta:
        icon = "link"
        label = "Source"
