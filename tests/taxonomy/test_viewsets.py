"""The Taxonomy menu in the CMS."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from golab.accounts.models import User
from golab.taxonomy.models import Topic
from tests.factories.taxonomy import CouncilFactory, CountryFactory, PolicyAreaFactory, StageFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(client):
    client.force_login(User.objects.create_superuser("admin@example.org", "a long enough password"))
    return client


@pytest.fixture
def editor_client(client):
    editor = User.objects.create_user("editor@example.org", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    return client


@pytest.mark.parametrize("factory", [PolicyAreaFactory, TopicFactory, StageFactory, CouncilFactory, CountryFactory])
def test_list_shows_the_term(admin_client, factory):
    term = factory()
    response = admin_client.get(reverse(f"{term._meta.model_name}:index"), {"q": term.name})
    assert term.name in response.content.decode()


def test_adding_a_topic_keeps_its_slug(admin_client):
    admin_client.post(
        reverse("topic:add"), {"name": "Rate cards", "slug": "rate-cards", "sort_order": 1, "is_active": "on"}
    )
    assert Topic.objects.get(name="Rate cards").slug == "rate-cards"


def test_editing_a_topic_ignores_another_slug(admin_client):
    topic = TopicFactory(slug="rate-cards")
    admin_client.post(reverse("topic:edit", args=[topic.pk]), {"name": "Tariffs", "slug": "tariffs", "sort_order": 1})
    topic.refresh_from_db()
    assert (topic.name, topic.slug, topic.is_active) == ("Tariffs", "rate-cards", False)


@pytest.mark.parametrize("factory", [TopicFactory, StageFactory, CouncilFactory])
def test_deleting_is_refused_even_to_an_administrator(admin_client, factory):
    term = factory()
    response = admin_client.post(reverse(f"{term._meta.model_name}:delete", args=[term.pk]))
    assert response.url == reverse("wagtailadmin_home")
    assert type(term).objects.filter(pk=term.pk).exists()


@pytest.mark.parametrize("action", ["add", "edit"])
def test_stage_is_only_looked_at(admin_client, action):
    stage = StageFactory()
    response = admin_client.post(reverse(f"stage:{action}", args=[stage.pk] if action == "edit" else []), {"name": "X"})
    assert response.url == reverse("wagtailadmin_home")
    assert stage.name in admin_client.get(reverse("stage:inspect", args=[stage.pk])).content.decode()


def test_editor_without_permission_sees_no_terms(editor_client):
    response = editor_client.get(reverse("topic:index"))
    assert response.url == reverse("wagtailadmin_home")


def test_permissions_offered_for_groups_leave_out_deleting(admin_client):
    page = admin_client.get(reverse("wagtailusers_groups:add")).content.decode()
    deletion = Permission.objects.get(codename="delete_topic")
    change = Permission.objects.get(codename="change_topic")
    assert f'value="{change.pk}"' in page
    assert f'value="{deletion.pk}"' not in page
