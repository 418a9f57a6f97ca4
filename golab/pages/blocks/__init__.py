"""Building blocks of running text, shared by all pages. Few on purpose: twelve at most."""

from golab.pages.blocks.body import BodyBlock
from golab.pages.blocks.lists import LinesBlock, QuestionBlock, SourceBlock
from golab.pages.blocks.text import InlineTextBlock, TextBlock

__all__ = ["BodyBlock", "InlineTextBlock", "LinesBlock", "QuestionBlock", "SourceBlock", "TextBlock"]
