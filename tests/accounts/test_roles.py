"""Roles: what each may do in the CMS, by permission and by knocking on its doors."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page

from golab.accounts.models import Person, User
from golab.accounts.roles import ADMINISTRATOR, EDITOR, PUBLISHER, ROLES, ensure_roles
from tests.factories.accounts import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db):
    """A draft below the root."""
    return Page.objects.get(depth=1).add_child(instance=Page(title="Draft", slug="draft", live=False))


def client_of(client, role):
    client.force_login(UserFactory(role=role))
    return client


def test_roles_exist_after_migration_and_wagtails_own_do_not():
    names = set(Group.objects.values_list("name", flat=True))
    assert {role.name for role in ROLES} <= names
    assert not names & {"Editors", "Moderators"}


def test_roles_made_twice_are_the_same():
    def count():
        return (
            Group.objects.count(),
            GroupPagePermission.objects.count(),
            Permission.objects.filter(group__isnull=False).count(),
        )

    ensure_roles()
    before = count()
    ensure_roles()
    assert count() == before


def test_roles_keep_what_staff_added():
    extra = Permission.objects.get(codename="view_site", content_type__app_label="wagtailcore")
    Group.objects.get(name=EDITOR).permissions.add(extra)
    ensure_roles()
    assert extra in Group.objects.get(name=EDITOR).permissions.all()


def test_roles_can_be_made_in_an_empty_database():
    Group.objects.all().delete()
    Page.objects.all().delete()
    ensure_roles()
    assert Group.objects.filter(name=EDITOR).exists()


@pytest.mark.parametrize("model", sorted({model for role in ROLES for model in role.records}))
def test_role_names_models_that_exist(model):
    app_label, name = model.split(".")
    models = {found._meta.model_name for found in apps.get_app_config(app_label).get_models()}
    assert name in models or not models  # an app without any model is still to be built


def test_approval_is_for_those_who_may_publish():
    GroupApprovalTask.objects.get().groups.set(Group.objects.filter(name=PUBLISHER))  # as it was in an older version
    ensure_roles()
    ensure_roles()
    assert [set(task.groups.values_list("name", flat=True)) for task in GroupApprovalTask.objects.all()] == [
        {PUBLISHER, ADMINISTRATOR}
    ]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (EDITOR, {"edit"}),
        (PUBLISHER, {"edit", "publish", "unpublish", "lock"}),
        (ADMINISTRATOR, {"edit", "publish", "unpublish", "lock"}),
    ],
)
def test_role_on_a_page_of_another(role, may, page):
    page.live = True
    tester = page.permissions_for_user(UserFactory(role=role))
    can = {
        "edit": tester.can_edit(),
        "publish": tester.can_publish(),
        "unpublish": tester.can_unpublish(),
        "lock": tester.can_lock(),
    }
    assert {name for name, allowed in can.items() if allowed} == may


@pytest.mark.parametrize(("role", "is_live"), [(EDITOR, False), (PUBLISHER, True)])
def test_role_that_presses_publish(client, page, role, is_live):
    page = Page.objects.get(pk=page.pk)
    url = f"/admin/pages/{page.pk}/edit/"
    form = {
        "title": "Changed",
        "slug": "draft",
        "seo_title": "",
        "search_description": "",
        "action-publish": "1",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "comment_notifications": "",
    }
    response = client_of(client, role).post(url, form)
    assert response.status_code == 302
    page.refresh_from_db()
    assert page.live is is_live


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER, ADMINISTRATOR])
@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/images/", "/admin/documents/", "/admin/images/add/", "/admin/snippets/accounts/person/"]
)
def test_everyone_on_the_staff_reaches_what_they_edit(client, role, path):
    assert client_of(client, role).get(path).status_code == 200


@pytest.mark.parametrize("model", ["ratelimit", "session", "authenticator", "emailaddress"])
def test_no_role_reaches_secrets_and_sessions(model):
    assert not Permission.objects.filter(group__isnull=False, content_type__model=model).exists()


@pytest.mark.parametrize(("role", "is_open"), [(EDITOR, False), (PUBLISHER, True), (ADMINISTRATOR, True)])
def test_profile_is_deleted_by_publishers(client, role, is_open):
    person = PersonFactory()
    client_of(client, role).post(f"/admin/snippets/accounts/person/delete/{person.pk}/")
    assert Person.objects.exists() is not is_open


def test_profile_is_made_in_the_cms_only_with_agreement(client):
    form = {
        "name": "Sam Speaker",
        "slug": "sam",
        "role": "",
        "organisation": "",
        "description": "",
        "subjects": [],
        "photo": "",
        "user": "",
        "agreed_on": "",
        "left_on": "",
        "is_published": "on",
    }
    client = client_of(client, EDITOR)
    page = client.post("/admin/snippets/accounts/person/add/", form)
    assert "Enter the date on which the person agreed" in page.content.decode()
    client.post("/admin/snippets/accounts/person/add/", form | {"agreed_on": "2026-03-02"})
    assert Person.objects.published().get().name == "Sam Speaker"


def test_administrator_makes_an_editor_in_the_cms_who_signs_in_by_code(client, last_code):
    client_of(client, ADMINISTRATOR)
    editors = Group.objects.get(name=EDITOR)
    form = {
        "email": "New.Editor@Example.org",
        "first_name": "Nia",
        "last_name": "Editor",
        "password1": "",
        "password2": "",
        "groups": [editors.pk],
    }
    assert client.get("/admin/users/new/").status_code == 200
    client.post("/admin/users/new/", form)
    user = User.objects.get(email="new.editor@example.org")
    assert not user.has_usable_password()
    assert list(user.groups.all()) == [editors]
    client.logout()
    client.post("/account/login/", {"login": user.email, "password": ""})
    response = client.post("/account/login/code/confirm/", {"code": last_code()})
    assert response.headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_administrator_changes_a_user_in_the_cms(client):
    client_of(client, ADMINISTRATOR)
    user = UserFactory()
    form = {"email": user.email, "first_name": "Ade", "last_name": "Reader", "is_active": "", "groups": []}
    assert client.get(f"/admin/users/edit/{user.pk}/").status_code == 200
    client.post(f"/admin/users/edit/{user.pk}/", form)
    user.refresh_from_db()
    assert (user.first_name, user.is_active) == ("Ade", False)


def test_administrator_with_weak_password_for_another_is_refused(client):
    client_of(client, ADMINISTRATOR)
    form = {"email": "n@example.org", "first_name": "Nia", "last_name": "E", "password1": "short", "password2": "short"}
    page = client.post("/admin/users/new/", form)
    assert "at least 12 characters" in page.content.decode()
