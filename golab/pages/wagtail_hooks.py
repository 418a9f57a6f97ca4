"""Registers this app's screens and rich text with Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from golab.pages import draftail
from golab.pages.viewsets import GlossaryTermViewSet

register_snippet(GlossaryTermViewSet)
hooks.register("register_rich_text_features", draftail.register)
