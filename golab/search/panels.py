"""On the CMS's first page: what readers did not find."""

from django.contrib.auth.models import AbstractBaseUser
from wagtail.admin.ui.components import Component

from golab.search import unanswered
from golab.search.models import UnansweredQuery
from golab.search.report import may_see_report, search_for

SHOWN = 5


class UnansweredPanel(Component):
    """The most frequent questions that found hardly anything, with the way to all of them. One query."""

    name = "not-found-in-search"
    template_name = "search/panel.html"
    order = 320

    def get_context_data(self, parent_context: dict) -> dict:
        rows = list(UnansweredQuery.objects.for_staff().order_by("-times", "text"))
        questions = [{**row, "address": search_for(row)} for row in rows[:SHOWN]]
        return {"questions": questions, "count": len(rows), "kept_days": unanswered.KEPT_FOR.days}


def panels_for(user: AbstractBaseUser) -> list[Component]:
    """The panel, for those who can do something about it."""
    return [UnansweredPanel()] if may_see_report.user_has_permission(user, "change") else []
