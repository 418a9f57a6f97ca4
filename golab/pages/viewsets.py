"""The CMS screens of this app."""

from wagtail.snippets.views.snippets import SnippetViewSet

from golab.pages.models import GlossaryTerm


class GlossaryTermViewSet(SnippetViewSet):
    """Terms of the glossary."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossary"
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["term", "short", "live"]
    list_filter = ["live", "stages"]
    search_fields = ["term", "short", "long"]
    list_per_page = 50
    copy_view_enabled = False
