"""Registers the journey's screens with Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from journey.coverage import CoverageViewSet
from journey.guides.report import OpinionsViewSet
from journey.viewsets import GuideOpinionViewSet, WorksheetViewSet

register_snippet(GuideOpinionViewSet)
register_snippet(WorksheetViewSet)


@hooks.register("register_admin_viewset")
def register_coverage() -> CoverageViewSet:
    return CoverageViewSet()


@hooks.register("register_admin_viewset")
def register_opinions() -> OpinionsViewSet:
    """The report of what readers think of the guides."""
    return OpinionsViewSet()
