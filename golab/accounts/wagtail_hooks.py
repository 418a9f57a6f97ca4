"""Registers this package's screens with Wagtail."""

from wagtail.snippets.models import register_snippet

from golab.accounts.viewsets import PersonViewSet

register_snippet(PersonViewSet)
