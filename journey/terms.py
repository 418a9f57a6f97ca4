"""Terms of the taxonomy follow the pages of the journey: made at first publishing, ordered as the tree is."""

from django.db import transaction
from wagtail.signals import page_published, page_unpublished, post_page_move

from golab.taxonomy.models import Stage, Step
from journey.models import StagePage, StepPage


@transaction.atomic
def sync_terms(**_: object) -> None:
    """Bring every stage and step term in line with its page: key, name, order, whether it is in use."""
    stages = {}
    for order, page in enumerate(StagePage.objects.order_by("path"), 1):
        term = _sync(page, Stage, order)
        if term:
            stages[page.path] = term
    for order, page in enumerate(StepPage.objects.order_by("path"), 1):
        stage = stages.get(page.path[: -page.steplen])
        if stage:
            _sync(page, Step, order, stage=stage)


def _sync(page: StagePage | StepPage, model: type[Stage | Step], order: int, **links: object) -> Stage | Step | None:
    term = model.objects.filter(page_id=page.pk).first()
    if term is None and not page.live:
        return None
    if term is None:
        term, _ = model.objects.get_or_create(slug=page.slug, defaults={"name": page.title, **links})
    wanted = {"name": page.title, "sort_order": order, "is_active": page.live, "page_id": page.pk, **links}
    if any(getattr(term, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(term, name, value)
        term.save()
    if page.key != term.slug:
        # An older revision may have been published that knew no key yet: the term remembers it.
        type(page).objects.filter(pk=page.pk).update(key=term.slug)
    return term


def connect() -> None:
    """Follow publishing, unpublishing and moving of stages and steps."""
    for model in (StagePage, StepPage):
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(sync_terms, sender=model, dispatch_uid=("journey.terms", model.__name__, id(signal)))
