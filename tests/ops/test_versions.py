import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site

from golab.ops import versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def bumped(django_capture_on_commit_callbacks):
    """Whether what is done in the function changed the number, once committed."""

    def did(change):
        before = versions.content_version()
        with django_capture_on_commit_callbacks(execute=True):
            change()
            assert versions.content_version() == before, "the number must not change before the commit"
        return versions.content_version() != before

    return did


@pytest.fixture
def page():
    return Page.objects.filter(depth=2).first().add_child(instance=Page(title="A page", slug="a-page"))


def test_number_is_made_when_there_is_none():
    cache.clear()
    first = versions.content_version()
    assert isinstance(first, int)
    assert versions.content_version() == first


def test_number_grows_with_every_bump():
    first = versions.content_version()
    versions.bump_content_version()
    second = versions.content_version()
    cache.clear()
    assert first < second < versions.content_version()


def test_bumps_when_a_page_is_published_moved_unpublished_and_deleted(bumped, page):
    parent = page.get_parent()
    other = parent.add_child(instance=Page(title="Other", slug="other"))
    assert bumped(lambda: page.save_revision().publish())
    assert bumped(lambda: page.move(other, pos="last-child"))
    assert bumped(lambda: Page.objects.get(pk=page.pk).unpublish())
    assert bumped(lambda: Page.objects.get(pk=page.pk).delete())


def test_bumps_when_a_restriction_or_site_changes(bumped, page):
    assert bumped(lambda: PageViewRestriction.objects.create(page=page, restriction_type="login"))
    assert bumped(lambda: Site.objects.first().save())


def test_does_not_bump_when_a_visitor_or_member_of_staff_signs_in(bumped):
    user = get_user_model().objects.create_user(email="someone@example.org", password="correct horse battery")
    assert not bumped(user.save)
    assert not bumped(lambda: Session.objects.create(session_key="k", expire_date=timezone.now()))


def test_shown_models_are_those_of_the_cms_without_people_messages_and_jobs():
    shown = {model._meta.label_lower for model in versions.shown_models()}
    assert get_image_model()._meta.label_lower in shown
    assert {label.partition(".")[0] for label in shown - {"accounts.person"}} & versions.PRIVATE_ROOMS == set()
