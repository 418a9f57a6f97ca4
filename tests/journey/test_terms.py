import pytest
from wagtail.models import Page

from golab.taxonomy.models import Stage, Step
from journey.models import StagePage, StepPage
from tests.factories.journey import StagePageFactory, StepPageFactory
from tests.factories.pages import publish

pytestmark = pytest.mark.django_db


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def active_stages() -> list[tuple[int, str]]:
    return list(Stage.objects.active().order_by("sort_order").values_list("sort_order", "slug"))


def test_term_is_made_at_first_publishing(site_root):
    page = StepPageFactory(title="Count the cohort", slug="count-the-cohort", is_published=False)
    assert not Step.objects.filter(slug="count-the-cohort").exists()
    page = publish(page)
    term = Step.objects.get(slug="count-the-cohort")
    assert (term.name, term.page_id, term.is_active) == ("Count the cohort", page.pk, True)
    assert term.stage.page_id == page.get_parent().pk
    assert page.key == "count-the-cohort"


def test_key_stays_when_slug_and_title_change(journey):
    page = StepPage.objects.get(slug="step-1-1")
    page = publish(page, slug="begin-here", title="Begin here")
    assert page.key == "step-1-1"
    term = Step.objects.get(page=page)
    assert (term.slug, term.name) == ("step-1-1", "Begin here")
    assert not Step.objects.filter(slug="begin-here").exists()


def test_long_title_is_cut_to_the_length_of_a_name(site_root):
    page = StepPageFactory(title="a" * 200, slug="long")
    assert Step.objects.get(page=page).name == "a" * 120


def test_long_slug_becomes_a_key_that_fits(site_root):
    page = StepPageFactory(title="Long", slug="s" * 120)
    assert page.key == "s" * 80 == Step.objects.get(page=page).slug


def test_order_follows_a_move(journey):
    first, last = StagePage.objects.get(slug="stage-1"), StagePage.objects.get(slug="stage-3")
    last.move(first, pos="left")
    assert active_stages() == [(1, "stage-3"), (2, "stage-1"), (3, "stage-2")]
    steps = Step.objects.filter(is_active=True).order_by("sort_order")
    assert [step.slug for step in steps] == ["step-3-1", "step-3-2", "step-1-1", "step-1-2", "step-2-1", "step-2-2"]


def test_step_moved_to_another_stage_takes_its_term_along(journey):
    page, stage = StepPage.objects.get(slug="step-1-1"), StagePage.objects.get(slug="stage-2")
    page.move(stage, pos="last-child")
    assert Step.objects.get(slug="step-1-1").stage.slug == "stage-2"


def test_draft_stage_takes_no_number(journey):
    draft = StagePageFactory(title="Not yet", is_published=False)
    draft.move(StagePage.objects.get(slug="stage-1"), pos="left")
    assert active_stages() == [(1, "stage-1"), (2, "stage-2"), (3, "stage-3")]


def test_unpublishing_retires_the_term_and_publishing_brings_it_back(journey):
    StagePage.objects.get(slug="stage-2").unpublish()
    assert active_stages() == [(1, "stage-1"), (2, "stage-3")]
    publish(StagePage.objects.get(slug="stage-2"))
    assert active_stages() == [(1, "stage-1"), (2, "stage-2"), (3, "stage-3")]
    assert Stage.objects.count() == 3


def test_deleting_a_page_retires_its_term(journey):
    StepPage.objects.get(slug="step-2-1").delete()
    term = Step.objects.get(slug="step-2-1")
    assert (term.page_id, term.is_active) == (None, False)
    assert Step.objects.get(slug="step-2-2").is_active


def test_deleting_a_stage_retires_its_steps_too(journey):
    StagePage.objects.get(slug="stage-2").delete()
    assert [slug for _, slug in active_stages()] == ["stage-1", "stage-3"]
    assert not Step.objects.filter(slug__startswith="step-2-", is_active=True).exists()


def test_page_made_again_takes_up_its_old_term(journey):
    stage = StagePage.objects.get(slug="stage-2")
    StepPage.objects.get(slug="step-2-1").delete()
    page = StepPageFactory(title="Made again", slug="step-2-1", parent=stage)
    term = Step.objects.get(slug="step-2-1")
    assert (term.page_id, term.is_active, term.name) == (page.pk, True, "Made again")


def test_older_revision_published_again_keeps_the_key(journey):
    parent = StagePage.objects.get(slug="stage-3")
    page = publish(StepPageFactory(title="Written", slug="written", parent=parent, is_published=False))
    oldest = page.revisions.order_by("created_at").first()
    assert oldest.as_object().key == ""  # it was saved before the page had a key
    publish(page, title="Rewritten")
    oldest.publish()
    assert (fresh(page).key, fresh(page).title) == ("written", "Written")
    assert Step.objects.filter(page=page).count() == 1


def test_copy_has_a_key_of_its_own(journey):
    page, other_stage = StepPage.objects.get(slug="step-1-1"), StagePage.objects.get(slug="stage-2")
    copy = publish(page.copy(to=other_stage, update_attrs={"title": "Copied"}, keep_live=False))
    assert copy.slug == page.slug
    assert (fresh(page).key, copy.key) == ("step-1-1", "step-1-1-2")
    assert Step.objects.get(slug="step-1-1").page_id == page.pk
    assert Step.objects.get(slug="step-1-1-2").page_id == copy.pk


def test_second_publish_changes_no_term(journey):
    before = list(Step.objects.order_by("pk").values())
    publish(StepPage.objects.get(slug="step-1-1"))
    assert list(Step.objects.order_by("pk").values()) == before
    assert Page.objects.filter(depth=5).count() == len(before)
