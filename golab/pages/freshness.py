"""When something is published, the snapshots that show it are made anew."""

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from golab.pages.finder.terms import MODELS as TERMS
from golab.pages.finder.terms import terms
from golab.pages.models.glossary import GlossaryTerm, glossary
from golab.pages.models.settings import HubSettings, hub_facts
from golab.pages.snapshots import Snapshot
from golab.pages.tree import site_tree


def follow_pages(snapshot: Snapshot) -> None:
    """Forget `snapshot` whenever a page appears, changes, moves or goes."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(snapshot.forget, dispatch_uid=(snapshot.key, id(signal)))
    post_delete.connect(_for_pages(snapshot), weak=False, dispatch_uid=(snapshot.key, "deleted"))


def follow_model(snapshot: Snapshot, model: type[Model]) -> None:
    """Forget `snapshot` whenever a row of `model` is saved or deleted."""
    for signal in (post_save, post_delete):
        signal.connect(snapshot.forget, sender=model, dispatch_uid=(snapshot.key, model.__name__, id(signal)))


def _for_pages(snapshot: Snapshot):
    def forget(sender: type[Model], **_: object) -> None:
        if issubclass(sender, Page):
            snapshot.forget()

    return forget


def connect() -> None:
    """Tie this app's snapshots to what they show."""
    follow_pages(site_tree)
    follow_model(site_tree, PageViewRestriction)
    follow_model(glossary, GlossaryTerm)
    follow_model(hub_facts, HubSettings)
    for model in TERMS.values():
        follow_model(terms, model)
