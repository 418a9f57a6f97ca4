"""Registers this app's screens and rich text with Wagtail."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from golab.pages import draftail
from golab.pages.viewsets import GlossaryTermViewSet

register_snippet(GlossaryTermViewSet)
hooks.register("register_rich_text_features", draftail.register, order=10)  # after Wagtail's own, to replace its links


@hooks.register("insert_global_admin_css")
def hub_colours() -> SafeString:
    """The hub's colours in the CMS."""
    return format_html('<link rel="stylesheet" href="{}">', static("pages/css/cms.css"))
