"""Anybody suggests; colleagues decide; the log says what changed and why, and never who suggested it."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from golab.accounts.roles import DATA_STEWARD, EDITOR
from golab.notifications.models import OutgoingMessage
from sibdb.corrections import actions, views
from sibdb.models import Project, ProjectAmount, ProjectChange, Suggestion
from tests.factories.accounts import UserFactory
from tests.factories.sibdb import ProjectFactory, SuggestionFactory
from tests.factories.taxonomy import PolicyAreaFactory
from tests.reading import shown

pytestmark = pytest.mark.django_db
URL = "/projects/suggest/"
TELLER = "reader@example.org"


def told(**changes) -> dict:
    values = {"field": "service_start", "proposed": "2018-01", "source": "Council minutes, 2018", "email": TELLER}
    return {**values, "submission_key": str(uuid.uuid4()), "website": "", **changes}


def send(project=None, data=None, **headers):
    address = f"{URL}?project={project.slug}" if project else URL
    headers = {"Sec-Fetch-Site": "same-origin", **headers}
    return Client(enforce_csrf_checks=True).post(address, data or told(), headers=headers)


def a_suggestion(project=None, **values) -> Suggestion:
    return SuggestionFactory(project=project or ProjectFactory(), email=TELLER, **values)


def steward():
    """Someone who may decide; which roles do is a test of its own."""
    return UserFactory(is_superuser=True)


def accept(suggestion, *, by=None, value="2018-01", seen="2017-06"):
    told = {"why": "The minutes say so.", "reply": "Thank you.", "by": by or steward(), "now": timezone.now()}
    return actions.accept_fact(suggestion=suggestion, value=value, seen=seen, **told)


# --- suggesting
def test_anybody_suggests_a_correction_and_hears_that_we_have_it():
    project = ProjectFactory()
    page = shown(f"{URL}?project={project.slug}")  # no cookie
    assert "Service start (now: June 2017)" in page
    assert send(project)["Location"] == "/projects/suggest/received/"
    row = Suggestion.objects.get()
    assert (row.project, row.field, row.current, row.proposed) == (project, "service_start", "June 2017", "2018-01")
    message = OutgoingMessage.objects.get()
    assert message.to_email == TELLER
    assert "Service start" in message.body_text
    assert "2018-01" not in message.body_text  # the address may be somebody else's
    assert shown(project.url_on_site).count("June 2017")  # nothing changes
    assert "We have your suggestion" in shown("/projects/suggest/received/")


def test_missing_project_is_suggested_without_an_address():
    response = send(data=told(project_name="Bristol homes", email=""))
    assert response.status_code == 302
    row = Suggestion.objects.get()
    assert (row.project, row.project_name, row.field) == (None, "Bristol homes", "")
    assert not OutgoingMessage.objects.exists()


def test_pressed_twice_is_one_suggestion_and_one_message():
    project, data = ProjectFactory(), told()
    assert send(project, data).status_code == send(project, data).status_code == 302
    assert Suggestion.objects.count() == OutgoingMessage.objects.count() == 1


FAULTS = (
    ({"field": ""}, "Choose what is wrong or missing"),
    ({"field": "vector"}, "Choose one of the list"),
    ({"proposed": " \u200b"}, "Say what it should be"),
    ({"source": ""}, "Say where that can be read"),
    ({"email": "reader@"}, "Enter your email address"),
    ({"website": "https://spam.example"}, "Empty the field that should be left empty"),
    ({"proposed": "https://a https://b https://c https://d"}, "Put at most 3 links here"),
    ({"submission_key": "x"}, "submission_key"),
)


def test_what_is_wrong_is_said_and_nothing_is_kept():
    project = ProjectFactory()
    for changes, words in FAULTS:
        response = send(project, told(**changes))
        assert response.status_code == 200
        assert words in response.content.decode(), changes
    assert not Suggestion.objects.exists()


def test_other_sites_cannot_send_it_unseen():
    response = send(ProjectFactory(), **{"Sec-Fetch-Site": "cross-site"})
    assert "csrfmiddlewaretoken" in response.content.decode()
    assert not Suggestion.objects.exists()


def test_network_that_sends_many_has_to_wait(monkeypatch):
    monkeypatch.setattr(views, "MOST_OF_A_NETWORK", 2)
    project = ProjectFactory()
    statuses = [send(project).status_code for _ in range(3)]
    assert statuses == [302, 302, 429]
    assert Suggestion.objects.count() == 2


def test_nobody_floods_another_s_mailbox(monkeypatch):
    monkeypatch.setattr(views, "MOST_TO_AN_ADDRESS", 1)
    project = ProjectFactory()
    send(project)
    send(project)
    assert (Suggestion.objects.count(), OutgoingMessage.objects.count()) == (2, 1)


def test_private_project_and_amount_cannot_be_asked_for():
    hidden = ProjectFactory(status="private")
    assert Client().get(f"{URL}?project={hidden.slug}").status_code == 404
    amount = ProjectAmount(kind="maximum", currency="GBP", exact=91827364, status="private")
    page = shown(f"{URL}?project={ProjectFactory(amounts=[amount]).slug}")
    assert "91,827,364" not in page
    assert "Most that can be paid for outcomes (now: Not published)" in page


# --- deciding
def test_accepted_fact_is_published_logged_and_answered():
    project, by = ProjectFactory(), steward()
    row = accept(a_suggestion(project), by=by)
    project.refresh_from_db()
    assert (project.service_start, project.latest_revision.user) == ("2018-01", by)
    assert (row.state, row.decided_by) == ("accepted", by)
    assert "Your suggestion is accepted." in OutgoingMessage.objects.get().body_text
    for page in (shown("/projects/changes/"), shown(project.url_on_site), shown("/projects/changes/feed.atom")):
        assert "Service start: January 2018 (was: June 2017)" in page
        assert "The minutes say so." in page
        assert TELLER not in page


def test_second_colleague_is_told_what_the_first_did():
    row, first = a_suggestion(), steward()
    accept(row, by=first)
    with pytest.raises(actions.Refused, match=f"{first} accepted this suggestion on"):
        actions.refuse(suggestion=row, reply="No.", by=steward(), now=timezone.now())
    assert ProjectChange.objects.count() == OutgoingMessage.objects.count() == 1
    assert Suggestion.objects.get().reply == "Thank you."


def test_fact_that_changed_meanwhile_is_looked_at_again():
    project = ProjectFactory()
    row = a_suggestion(project)
    Project.objects.filter(pk=project.pk).update(service_start="2016")
    with pytest.raises(actions.Refused, match="Service start has changed since you opened this page"):
        accept(row)
    row.refresh_from_db()
    assert row.state == "waiting"
    assert not ProjectChange.objects.exists()


@pytest.mark.parametrize(
    ("state", "words"),
    [({"has_unpublished_changes": True}, "working on a draft"), ({"locked": True}, "is locked")],
)
def test_project_in_work_is_left_alone(state, words):
    project = ProjectFactory()
    row = a_suggestion(project)
    Project.objects.filter(pk=project.pk).update(**state)
    with pytest.raises(actions.Refused, match=words):
        accept(row)


def test_correction_that_contradicts_the_record_is_refused_with_the_reason():
    row = a_suggestion(ProjectFactory(service_end_actual="2017-12"))
    with pytest.raises(actions.Refused, match="ends before it starts"):
        accept(row)


def test_amount_is_corrected_and_a_private_one_is_not():
    project = ProjectFactory(amounts=[ProjectAmount(kind="maximum", currency="GBP", exact=1000)])
    value = {"currency": "EUR", "exact": None, "lowest": 2000, "highest": 3000}
    row = a_suggestion(project, field="amount-maximum", proposed="EUR 2000 to 3000")
    accept(row, value=value, seen=actions.FACTS["amount-maximum"].read(project))
    assert "€2,000 to €3,000 (was: £1,000)" in ProjectChange.objects.get().what
    project.amounts.update(status="private")
    row, project = a_suggestion(project, field="amount-maximum"), Project.objects.get(pk=project.pk)
    with pytest.raises(actions.Refused, match="held back from readers"):
        accept(row, value=value, seen=actions.FACTS["amount-maximum"].read(project))


def test_missing_project_becomes_a_draft_and_is_in_the_log_once_published():
    row = a_suggestion(field="", project_name="Bristol homes")
    Suggestion.objects.update(project=None)
    row.refresh_from_db()
    area = PolicyAreaFactory()
    told = {"why": "Suggested by a reader.", "reply": "Thank you.", "by": steward(), "now": timezone.now()}
    actions.accept_missing(suggestion=row, name="Bristol homes", policy_area=area, **told)
    project = Project.objects.get(name="Bristol homes")
    assert not project.live
    assert [source.title for source in project.sources.all()] == ["Council minutes, 2018"]
    assert "Bristol homes" not in shown("/projects/changes/")
    project.save_revision().publish()
    assert "Added to the database" in shown("/projects/changes/")


def test_only_those_who_may_decide_and_publish_do():
    assert accept(a_suggestion(), by=UserFactory(role=DATA_STEWARD)).state == "accepted"
    row = a_suggestion()
    for who in (UserFactory(), UserFactory(role=EDITOR)):
        with pytest.raises(PermissionDenied):
            accept(row, by=who)
        with pytest.raises(PermissionDenied):
            actions.refuse(suggestion=row, reply="No.", by=who, now=timezone.now())


# --- the screens of staff
def decision(**changes) -> dict:
    values = {"value": "2018-01", "seen": "2017-06", "why": "The minutes say so.", "reply": "Thank you."}
    return {**values, "decision": "accept", **changes}


def test_staff_see_the_difference_and_decide(client):
    project = ProjectFactory()
    row = a_suggestion(project)
    client.force_login(steward())
    assert "1 suggestion from readers waits for a decision" in client.get(reverse("wagtailadmin_home")).content.decode()
    assert row.get_state_display() in client.get(reverse("suggestion:index")).content.decode()
    address = reverse("suggestion:inspect", args=[row.pk])
    page = client.get(address).content.decode()
    for words in ("June 2017", "2018-01", "Council minutes, 2018", TELLER):
        assert words in page
    assert "Say why" in client.post(address, decision(why="")).content.decode()
    assert client.post(address, decision()).status_code == 302
    again = client.post(address, decision(), follow=True).content.decode()
    assert "Your decision was not kept" in again
    project.refresh_from_db()
    assert project.service_start == "2018-01"


def test_staff_refuse_with_a_reply(client):
    row = a_suggestion(field="organisations", proposed="Leeds pays.")
    client.force_login(steward())
    address = reverse("suggestion:inspect", args=[row.pk])
    assert "Write a reply" in client.post(address, {"decision": "refuse"}).content.decode()
    client.post(address, {"decision": "refuse", "reply": "The contract says otherwise."})
    assert "The contract says otherwise." in OutgoingMessage.objects.get().body_text
    assert not ProjectChange.objects.exists()


def test_staff_accept_what_they_changed_by_hand(client):
    row = a_suggestion(field="places", proposed="Leeds too.")
    client.force_login(steward())
    client.post(reverse("suggestion:inspect", args=[row.pk]), decision(what="Leeds added to the places"))
    assert ProjectChange.objects.get().what == "Leeds added to the places"


def test_editor_sees_no_suggestion(client):
    client.force_login(UserFactory(role=EDITOR))
    assert client.get(reverse("suggestion:inspect", args=[a_suggestion().pk])).status_code == 302
