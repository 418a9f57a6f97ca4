"""Registers the screens of the journey with Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from journey.guides.report import OpinionsViewSet
from journey.viewsets import GuideOpinionViewSet, WorksheetViewSet

register_snippet(GuideOpinionViewSet)
register_snippet(WorksheetViewSet)


@hooks.register("register_admin_viewset")
def register_opinions():
    """The report of what readers think of the guides."""
    return OpinionsViewSet()
