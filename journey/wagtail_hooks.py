"""Registers the screens of the journey with Wagtail."""

from wagtail.snippets.models import register_snippet

from journey.viewsets import WorksheetViewSet

register_snippet(WorksheetViewSet)
