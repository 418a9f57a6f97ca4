"""Terms of the taxonomy follow the pages of the journey: made at first publishing, ordered as the tree is."""

from itertools import chain

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished, post_page_move

from golab.taxonomy.models import Stage, Step
from journey.models import StagePage, StepPage


@transaction.atomic
def sync_terms(**_: object) -> None:
    """Bring every stage and step term in line with its page: key, name, order, whether it is in use."""
    stages = {}
    stage_terms, step_terms = ({term.page_id: term for term in model.objects.all()} for model in (Stage, Step))
    # Live pages first: the order of a stage is also the number that readers see.
    for order, page in enumerate(StagePage.objects.order_by("-live", "path"), 1):
        term = _sync(page, stage_terms.get(page.pk), Stage, order)
        if term:
            stages[page.path] = term
    for order, page in enumerate(StepPage.objects.order_by("-live", "path"), 1):
        stage = stages.get(page.path[: -page.steplen])
        if stage:
            _sync(page, step_terms.get(page.pk), Step, order, stage=stage)


def _sync(
    page: StagePage | StepPage, term: Stage | Step | None, model: type[Stage | Step], order: int, **links: object
) -> Stage | Step | None:
    if term is None and not page.live:
        return None
    if term is None:
        term = _adopt_or_make(page, model, **links)
    name = page.title[: model._meta.get_field("name").max_length]
    wanted = {"name": name, "sort_order": order, "is_active": page.live, "page_id": page.pk, **links}
    if any(getattr(term, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(term, name, value)
        term.save()
    if page.key != term.slug:
        # An older revision may have been published that knew no key yet: the term remembers it.
        type(page).objects.filter(pk=page.pk).update(key=term.slug)
    return term


def _adopt_or_make(page: StagePage | StepPage, model: type[Stage | Step], **links: object) -> Stage | Step:
    """The term named by the page's slug, unless another page has it (a copy, or a namesake in another stage)."""
    longest = model._meta.get_field("slug").max_length
    keys = chain([page.slug[:longest]], (f"{page.slug[: longest - 4]}-{number}" for number in range(2, 999)))
    for key in keys:
        term = model.objects.filter(slug=key).first() or model(slug=key, **links)
        if term.page_id is None:
            return term
    raise ValueError(f"no key is free for the page {page.pk}")


def retire_term(*, instance: StagePage | StepPage, **_: object) -> None:
    """The page is deleted; its term stays on what has it and is offered no more."""
    model = Stage if isinstance(instance, StagePage) else Step
    model.objects.filter(slug=instance.key, page=None).update(is_active=False)


def connect() -> None:
    """Follow publishing, unpublishing, moving and deletion of stages and steps."""
    for model in (StagePage, StepPage):
        post_delete.connect(retire_term, sender=model, dispatch_uid=("journey.terms", model.__name__, "deleted"))
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(sync_terms, sender=model, dispatch_uid=("journey.terms", model.__name__, id(signal)))
