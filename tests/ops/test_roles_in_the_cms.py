"""Every view of the CMS, walked as every role: who gets in stands in tests/ops/cms_roles.py."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from golab.accounts.models import User
from golab.accounts.roles import ROLES as ALL_ROLES
from golab.accounts.roles import ensure_roles
from tests.factories.accounts import UserFactory
from tests.factories.surgeries import NOW
from tests.kept import undone
from tests.ops.cms_addresses import cms_names, forms_of
from tests.ops.cms_objects import Objects, rows_of_surgeries
from tests.ops.cms_roles import ROLES, WHO
from tests.ops.cms_walk import ask, gets_in, short_way

pytestmark = pytest.mark.django_db
# Who has the whole tree of pages need not be tried in each of its parts.
OF_PARTS = "VSM"
OF_ADVISERS = ("bookings", "times", "rules", "exceptions", "advisers")

View = tuple[str, str]  # a key of the table, and a name below it


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker) -> Iterator[dict[str, User]]:
    with django_db_blocker.unblock(), undone():
        made = {letter: UserFactory(role=role) for letter, role in ROLES.items()}
        for user in made.values():
            UserProfile.get_for_user(user)  # the CMS asks for it at each request, as long as there is none
        yield made


@pytest.fixture(scope="module")
def objects(people) -> Objects:
    made = Objects(adviser=people["A"])
    ensure_roles()  # again: some roles hold below pages that were not there before
    return made


@pytest.fixture
def db(objects) -> Iterator[None]:
    """What a test changes is undone after it."""
    with undone():
        yield


@pytest.fixture(scope="module")
def found(people, objects) -> dict[View, str]:
    """The letters of those who get in."""
    letters: dict[View, str] = {}
    with undone(), short_way() as site:
        for name in cms_names():
            for about, path in objects.paths_of(name):
                asked = OF_PARTS if about in objects.parts and about != "standing" else ROLES
                admitted = "".join(letter for letter in asked if gets_in(site, people[letter], path))
                other_form = letters.setdefault(view_of(name, about), admitted)
                assert other_form == admitted, f"{name} lets in others by another form of its address: {path}"
    return letters


def view_of(name: str, about: str) -> View:
    """Where the table says who may."""
    space, _, last = name.rpartition(":")
    if name == "wagtail_bulk_action":
        about, last = about.split()
    space = space or name.partition("_")[0]
    return f"{space} of {about}" if about else space, last


def said() -> dict[View, str]:
    """The table, spread out."""
    return {
        (key, name): letters
        for keys, views in WHO.items()
        for key in ([keys] if " of " in keys else keys.split())
        for names, letters in views.items()
        for name in names.split()
    }


def test_every_role_gets_in_where_the_table_says(db, found):
    table = said()
    new = sorted(set(found) - set(table))
    assert new == [], "These views of the CMS are new: say in WHO of tests/ops/cms_roles.py who gets in."
    assert {view: letters for view, letters in found.items() if letters != table[view]} == {}


def test_table_names_every_role_and_nothing_that_is_gone(db, found):
    assert set(ROLES.values()) == {role.name for role in ALL_ROLES}
    assert set(said()) - set(found) == set()


def test_editors_can_read_what_each_role_may():
    rows = (settings.BASE_DIR / "docs" / "editors.md").read_text().partition("| --- |")[2].partition("\n\n")[0]
    assert [row.split("|")[1].strip() for row in rows.splitlines()[1:]] == [role.name for role in ALL_ROLES]


# --- an adviser and what is another's -------------------------------------------------------------------------------


def test_adviser_gets_in_nowhere_with_what_is_anothers(db, objects):
    other = UserFactory(role="Surgery adviser")
    with short_way() as site:
        admitted = [
            path
            for name in cms_names()
            if name.startswith("surgery_") and any("pk" in form for form in forms_of(name))
            for _, path in objects.paths_of(name)
            if gets_in(site, other, path)
        ]
    assert admitted == []


def test_adviser_finds_only_what_is_theirs_in_lists_searches_and_exports(db, objects, people):
    theirs = rows_of_surgeries(UserFactory(role="Surgery adviser"))
    ours, other = objects.rows["surgery_bookings"], theirs["surgery_bookings"]
    client = Client()
    client.force_login(people["A"])
    for query in ("", "?export=csv", f"?q={ours.reference}"):
        answer = client.get(reverse("surgery_bookings:index") + query).getvalue().decode()
        assert (ours.reference in answer, other.reference in answer) == (True, False)
    searched = client.get(reverse("surgery_bookings:index_results") + f"?q={other.organisation}&p=1")
    assert other.reference not in searched.getvalue().decode()
    for room in OF_ADVISERS[1:]:
        address = reverse(
            f"surgery_{room}:inspect" if room in ("times", "advisers") else f"surgery_{room}:edit", args=[1]
        )
        stem = address.removesuffix("1/")
        listed = client.get(reverse(f"surgery_{room}:index_results")).getvalue().decode()
        assert f"{stem}{theirs[f'surgery_{room}'].pk}/" not in listed


def test_editor_who_also_advises_does_not_read_of_others_bookings_in_the_history(db):
    both = UserFactory(role="Editor")
    client = Client()
    client.force_login(both)
    address = reverse("wagtailadmin_reports:site_history")
    assert client.get(address).status_code == 200
    both.groups.add(Group.objects.get(name="Surgery adviser"))
    assert client.get(address).headers["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("surgery_bookings:index", "SAZ"), ("surgery_requests:index", "SZ"), ("wagtailusers_users:index", "Z")],
)
def test_exports_with_personal_data_are_for_those_who_see_the_lists(db, people, name, letters):
    with short_way() as site:
        admitted = [letter for letter in ROLES if gets_in(site, people[letter], reverse(name) + "?export=csv")]
    assert "".join(admitted) == letters


# --- what is refused changes nothing --------------------------------------------------------------------------------

# Addresses that change something by POST, and the roles that may; a page is a standing page.
CHANGING = {
    "wagtailadmin_pages:delete": "PZ",
    "wagtailadmin_pages:unpublish": "PZ",
    "wagtailadmin_pages:move_confirm": "PZ",
    "surgery_bookings:cancel": "SAZ",
    "surgery_bookings:replace_link": "SZ",
    "surgery_times:withdraw": "SAZ",
    "surgery_rules:delete": "SZ",
    "imports:discard": "DZ",
    "messages:cancel": "Z",
    "wagtailsnippets_sibdb_project:unpublish": "PDZ",
    "wagtailsnippets_library_publication:delete": "PDZ",
    "wagtailsnippets_accounts_person:delete": "PZ",
    "wagtailusers_users:delete": "Z",
    "wagtailredirects:delete": "Z",
    "wagtailadmin_workflows:task_chooser_create": "Z",
}
CHANGING_IN_BULK = {
    "page delete": "Z",  # the home page, with all that lies below it
    "page unpublish": "PZ",
    "user delete": "Z",
    "person delete": "PZ",
    "project delete": "PDZ",
    "hubimage delete": "EPZ",
}


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that change rows."""
    made: list[str] = []

    def noting(execute, sql, params, many, context):
        if str(sql).startswith(("INSERT", "UPDATE", "DELETE")):
            made.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        yield made


def test_only_those_who_may_change_anything(db, objects, people):
    """Whoever is refused changes nothing, and whoever is not does: the request is the same."""
    wanted = {(name, ""): letters for name, letters in CHANGING.items()}
    wanted |= {("wagtail_bulk_action", about): letters for about, letters in CHANGING_IN_BULK.items()}
    form = {
        "reason": "I am ill.",
        "create-task-name": "Mine",
        "create-task-groups": [Group.objects.first().pk],
        "create-task-content_type": "",
    }
    changed = dict.fromkeys(wanted, "")
    with time_machine.travel(NOW), short_way() as site:
        for name, about in wanted:
            (path,) = [
                path
                for what, path in objects.paths_of(name)
                if what == about or (not about and what in ("", "standing"))
            ]
            for letter in ROLES:
                with undone(), writes() as made:
                    ask(site, people[letter], "POST", path, form)
                changed[name, about] += letter if made else ""
    assert changed == wanted
