"""Hearing of changes: whatever feeds a registered source is recorded when it is saved, published, moved or deleted."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from golab.search import nudge
from golab.search.indexing import origin_of
from golab.search.models import SearchChange
from golab.search.sources import all_sources, sources_for

Changed = tuple[str, str, str]  # kind, key, origin
_is_deaf = ContextVar("_is_deaf", default=False)


@contextmanager
def unheard() -> Iterator[None]:
    """Changes in this block are not recorded: for a caller that rebuilds the whole index afterwards."""
    before = _is_deaf.set(True)
    try:
        yield
    finally:
        _is_deaf.reset(before)


def connect() -> None:
    """Listen to all models; only those of registered sources are heard."""
    for signal in (post_save, post_delete, m2m_changed, page_published, page_unpublished):
        signal.connect(_on_change, dispatch_uid=("golab.search", id(signal)))
    for signal in (post_page_move, page_slug_changed):
        signal.connect(_on_move, dispatch_uid=("golab.search", id(signal)))
    for signal in (post_save, post_delete):
        signal.connect(_on_restriction, sender=PageViewRestriction, dispatch_uid=("golab.search.closed", id(signal)))


def _on_change(sender: type[Model], instance: Model, raw: bool = False, **_: object) -> None:
    if isinstance(instance, Model) and not raw:
        _record({(source.kind, source.key_of(instance), origin_of(instance)) for source in sources_for(type(instance))})


def _on_move(sender: type[Model], instance: Page, instance_before: Page | None = None, **_: object) -> None:
    """A page's address changed, and with it those of all pages below; its key may have been the old slug."""
    changed = _below(instance)
    if instance_before is not None:
        changed |= {(source.kind, source.key_of(instance_before), "") for source in sources_for(type(instance_before))}
    _record(changed)


def _on_restriction(sender: type[Model], instance: PageViewRestriction, **_: object) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page:
        _record(_below(page))


def _below(page: Page) -> set[Changed]:
    """Every searchable page at and below this one, live or not."""
    return {
        (source.kind, str(key), f"{model._meta.label_lower}:{pk}")
        for source in all_sources()
        for model in source.models
        if issubclass(model, Page)
        for pk, key in model.objects.filter(path__startswith=page.path).values_list("pk", source.key)
    }


def _record(changed: set[Changed]) -> None:
    if changed and not _is_deaf.get():
        SearchChange.objects.bulk_create(
            SearchChange(kind=kind, key=key, origin=origin) for kind, key, origin in sorted(changed)
        )
        if not any(asked is nudge.worker for _, asked, _ in transaction.get_connection().run_on_commit):
            transaction.on_commit(nudge.worker, robust=True)  # once for a transaction, however much it changes
