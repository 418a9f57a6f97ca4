"""The CMS screens of this app."""

from wagtail.snippets.views.snippets import SnippetViewSet

from journey.models import GuideOpinion, Worksheet


class WorksheetViewSet(SnippetViewSet):
    """Worksheets on steps."""

    model = Worksheet
    icon = "form"
    menu_label = "Worksheets"
    menu_order = 215
    add_to_admin_menu = True
    list_display = ["title", "step", "sort_order", "live"]
    list_filter = ["live", "step"]
    search_fields = ["title", "introduction"]
    copy_view_enabled = False


class GuideOpinionViewSet(SnippetViewSet):
    """What readers wrote about guides, one by one: to delete what names somebody."""

    model = GuideOpinion
    icon = "help"
    menu_label = "Opinions on guides"
    menu_order = 216
    add_to_admin_menu = True
    list_display = ["page", "was_useful", "words", "given_on"]
    list_filter = ["page", "was_useful"]
    copy_view_enabled = False
