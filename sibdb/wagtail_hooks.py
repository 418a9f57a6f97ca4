"""Registers the screens of projects and prices with Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from sibdb.corrections.panels import panels_for
from sibdb.quality.report import QualityViewSet
from sibdb.viewsets import OrganisationChooserViewSet, SibdbViewSetGroup

register_snippet(SibdbViewSetGroup)


@hooks.register("register_admin_viewset")
def register_organisation_chooser() -> OrganisationChooserViewSet:
    return OrganisationChooserViewSet("organisation_chooser")


@hooks.register("register_admin_viewset")
def register_data_quality() -> QualityViewSet:
    return QualityViewSet()


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    actions.register_action("sibdb.accepted", "Accept", "Accepted the suggestion")
    actions.register_action("sibdb.refused", "Refuse", "Refused the suggestion")
    actions.register_action("sibdb.merge", "Merge", "Merged two organisations")


@hooks.register("construct_homepage_panels")
def add_suggestions_panel(request, panels) -> None:
    panels.extend(panels_for(request.user))
