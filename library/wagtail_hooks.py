"""Registers the library's screens with Wagtail."""

from wagtail.snippets.models import register_snippet

from library.viewsets import PublicationViewSet

register_snippet(PublicationViewSet)
