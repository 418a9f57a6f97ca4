"""The number that the page cache puts into every entry: it changes when anything that pages show changes.

Wagtail's and Django's signals end here, at the top of the house, so that no room below needs to know of the cache.
"""

import time
from functools import cache as remember
from importlib import import_module

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail import signals
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site

KEY = "content-version"
# Staff see these rooms' rows in the CMS too, but no public page shows them: people who signed in, messages, jobs.
PRIVATE_ROOMS = frozenset({"auth", "accounts", "notifications", "search", "imports", "sessions", "wagtailusers"})
SHOWN_FROM_PRIVATE_ROOMS = frozenset({"accounts.person"})


def fresh_number() -> int:
    """A number above any used before, even when the cache lost its memory: microseconds since 1970."""
    return time.time_ns() // 1000


def content_version() -> int | None:
    """The current number; None while the cache cannot be reached."""
    version = cache.get(KEY)
    if version is None:
        cache.add(KEY, fresh_number(), timeout=None)
        version = cache.get(KEY)
    return version


def bump_content_version() -> None:
    """Make every cached page stale, now."""
    cache.set(KEY, fresh_number(), timeout=None)


def bump_after_commit() -> None:
    """Make every cached page stale as soon as the change can be read by others."""
    transaction.on_commit(bump_content_version)


@remember
def shown_models() -> frozenset[type[Model]]:
    """The models whose rows public pages show: what staff edit in the CMS, less people, messages and jobs."""
    from wagtail.admin.viewsets import viewsets
    from wagtail.snippets.models import get_snippet_models

    import_module(settings.ROOT_URLCONF)  # Wagtail gathers its viewsets with its addresses
    edited = {viewset.model for viewset in viewsets.viewsets if isinstance(getattr(viewset, "model", None), type)}
    edited |= {*get_snippet_models(), *settings_registry}
    always = {get_image_model(), get_document_model(), PageViewRestriction, Site}
    return frozenset(always | {model for model in edited if _may_be_shown(model)})


def _may_be_shown(model: type[Model]) -> bool:
    return model._meta.app_label not in PRIVATE_ROOMS or model._meta.label_lower in SHOWN_FROM_PRIVATE_ROOMS


def _is_shown(sender: type[Model]) -> bool:
    if sender.__module__ == "__fake__":  # a migration's copy of a model
        return False
    return issubclass(sender, Page) or sender in shown_models()


def _on_page_event(sender: type, **_: object) -> None:
    bump_after_commit()


def _on_row(sender: type[Model], **_: object) -> None:
    if _is_shown(sender):
        bump_after_commit()


def _on_m2m(sender: type[Model], instance: Model, action: str, **_: object) -> None:
    if action.startswith("post_") and _is_shown(type(instance)):
        bump_after_commit()


def connect() -> None:
    """Listen; called once by the app's ready()."""
    page_events = [
        signals.page_published,
        signals.page_unpublished,
        signals.post_page_move,
        signals.published,
        signals.unpublished,
    ]
    for event in page_events:
        event.connect(_on_page_event, dispatch_uid="golab.ops.versions")
    post_save.connect(_on_row, dispatch_uid="golab.ops.versions")
    post_delete.connect(_on_row, dispatch_uid="golab.ops.versions")
    m2m_changed.connect(_on_m2m, dispatch_uid="golab.ops.versions")
