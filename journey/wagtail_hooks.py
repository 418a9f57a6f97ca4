"""Registers the journey's screens with Wagtail."""

from wagtail import hooks

from journey.coverage import CoverageViewSet


@hooks.register("register_admin_viewset")
def register_coverage() -> CoverageViewSet:
    return CoverageViewSet()
