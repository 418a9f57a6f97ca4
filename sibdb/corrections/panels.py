"""On the CMS's first page: suggestions that wait for somebody."""

from django.contrib.auth.models import AbstractBaseUser
from wagtail.admin.ui.components import Component

from sibdb.corrections.messages import MAY_DECIDE
from sibdb.models import Suggestion

SHOWN = 5


class SuggestionsPanel(Component):
    """Those that wait longest. One query for the rows and one for their number."""

    name = "suggestions"
    template_name = "sibdb/corrections/panel.html"
    order = 310

    def get_context_data(self, parent_context: dict) -> dict:
        waiting = Suggestion.objects.waiting()
        return {"suggestions": waiting.select_related("project")[:SHOWN], "count": waiting.count()}


def panels_for(user: AbstractBaseUser) -> list[Component]:
    """The panel, for those who decide."""
    return [SuggestionsPanel()] if user.has_perm(MAY_DECIDE) else []
