"""Events and news in the CMS: who may do what, previews, and forms that explain."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission

from events.models import EventIndexPage, EventPage
from golab.accounts.roles import EDITOR, EVENT_MANAGER, MODERATOR, ensure_roles
from golab.news.models import NewsIndexPage
from tests.factories.accounts import UserFactory
from tests.factories.events import EventPageFactory
from tests.factories.news import NewsPageFactory

FORM = {
    "title": "A new event", "slug": "a-new-event", "seo_title": "", "search_description": "",
    "time_zone": "Europe/London",
    "status": "scheduled", "registration": "none", "starts_at": "", "ends_at": "", "date_note": "", "sort_date": "",
    "status_note": "", "kind": "", "attendance": "", "venue": "", "organiser": "", "join_url": "",
    "registration_url": "",
    "learned_note": "", "speakers_note": "", "reviewed_on": "", "review_due_on": "", "social_image": "",
    "programme-count": 0, "learned-count": 0, "sources-count": 0,
    "speakers-TOTAL_FORMS": 0, "speakers-INITIAL_FORMS": 0, "materials-TOTAL_FORMS": 0, "materials-INITIAL_FORMS": 0,
    "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "comment_notifications": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def rooms():
    """Both rooms are there before the roles, which hold for a part of the tree."""
    ensure_roles()
    return EventIndexPage.objects.get(), NewsIndexPage.objects.get()


def signed_in(client, role):
    client.force_login(UserFactory(role=role))
    return client


def add(client, **changes):
    parent = EventIndexPage.objects.get()
    return client.post(f"/admin/pages/add/events/eventpage/{parent.pk}/", FORM | changes)


def may(user, page) -> set[str]:
    tester = page.permissions_for_user(user)
    can = {"edit": tester.can_edit(), "publish": tester.can_publish(), "lock": tester.can_lock()}
    return {name for name, allowed in can.items() if allowed}


@pytest.mark.parametrize(
    ("role", "on_events", "on_news"),
    [
        (EVENT_MANAGER, {"edit", "publish", "lock"}, set()),
        (MODERATOR, set(), {"edit", "lock"}),
        (EDITOR, {"edit"}, {"edit"}),
    ],
)
def test_role_holds_for_its_part_of_the_tree(role, on_events, on_news, site_root):
    user = UserFactory(role=role)
    assert may(user, EventPageFactory(live=True)) == on_events
    assert may(user, NewsPageFactory(live=True)) == on_news
    assert may(user, site_root) == (on_events & on_news)


def test_role_for_a_part_that_is_not_there_holds_nowhere(rooms):
    events, _ = rooms
    events.delete()
    group = Group.objects.get(name=EVENT_MANAGER)
    ensure_roles()
    assert not GroupPagePermission.objects.filter(group=group).exists()


def test_event_manager_publishes_an_event(client):
    response = add(
        signed_in(client, EVENT_MANAGER),
        **{"starts_at": "2026-12-03 10:00", "ends_at": "2026-12-03 15:30", "action-publish": "1"},
    )
    assert response.status_code == 302, response.context["form"].errors
    event = EventPage.objects.get()
    assert event.live
    assert event.when == "Thursday 3 December 2026, 10am to 3:30pm (UK time)"
    assert event.sort_date == event.starts_at.date()


def test_form_of_the_cms_explains_even_for_a_draft(client):
    signed_in(client, EVENT_MANAGER)
    for changes, words in [
        ({}, "Give start and end."),
        ({"starts_at": "2026-12-03 10:00"}, "Give both the start and the end"),
        ({"starts_at": "2026-12-03 10:00", "ends_at": "2026-12-03 09:00"}, "The end must be later than the start."),
    ]:
        response = add(client, **changes)
        assert response.status_code == 200
        assert words in response.content.decode()
    assert "Give start and end." in add(client, **{"action-publish": "1"}).content.decode()
    assert not EventPage.objects.exists()


def test_speaker_without_a_name_is_explained(client):
    speaker = {"name": "", "role": "Chair", "organisation": "", "person": "", "id": "", "ORDER": "1", "DELETE": ""}
    response = add(
        signed_in(client, EVENT_MANAGER),
        **{f"speakers-0-{name}": value for name, value in speaker.items()},
        **{"speakers-TOTAL_FORMS": 1, "date_note": "Unknown.", "action-publish": "1"},
    )
    assert response.status_code == 200
    assert "Choose a profile or write a name" in response.content.decode()


def test_preview_shows_the_page(rooms):
    for page in (EventPageFactory(live=True), NewsPageFactory(live=True), *rooms):
        response = page.make_preview_request(original_request=None)
        assert response.status_code == 200
        assert page.title in response.content.decode()


def test_preview_of_a_page_that_was_never_saved():
    for factory in (EventPageFactory, NewsPageFactory):
        page = factory.build(parent=None, title="Not saved")
        page.path, page.depth, page.url_path = "000100010001", 3, "/home/events/not-saved/"
        response = page.make_preview_request()
        assert response.status_code == 200
        assert "Not saved" in response.content.decode()


def test_editor_opens_the_form_of_a_page(client):
    signed_in(client, EDITOR)
    for page in (EventPageFactory(live=True), NewsPageFactory(live=True)):
        assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
