"""Rich text that is rendered our way (golab.pages.richtext)."""

from wagtail import blocks

from golab.pages import richtext

PREVIEW = "pages/block_preview.html"


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("features", richtext.FEATURES)
        super().__init__(**kwargs)

    def render_basic(self, value, context=None) -> str:
        return richtext.render(value.source)

    class Meta:
        icon = "pilcrow"
        label = "Text"
        description = "Paragraphs, lists and links."
        preview_value = "<p>Agree, in one sentence that an analyst could act on, who the service is for.</p>"
        preview_template = PREVIEW


class InlineTextBlock(TextBlock):
    """One short paragraph without lists."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("features", richtext.INLINE_FEATURES)
        super().__init__(**kwargs)
