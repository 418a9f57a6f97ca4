"""Registers the screens of surgeries with Wagtail."""

from wagtail import hooks

from surgeries.viewsets import SurgeryGroup


@hooks.register("register_admin_viewset")
def register_surgeries():
    return SurgeryGroup()
