"""Registers the screens of surgeries with Wagtail."""

from wagtail import hooks

from surgeries.staff.viewsets import SurgeryGroup


@hooks.register("register_admin_viewset")
def register_surgeries():
    return SurgeryGroup()


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action("surgeries.approve", "Approve", "Approved")
