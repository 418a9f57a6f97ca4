"""My journey taken away: notes, files, paper, and links for others."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from docx import Document

from journey.models import SharedJourney, StepPage, StepProgress
from journey.models.shared import MOST
from journey.progress import SESSION_KEY, Progress
from journey.summary import summary_of
from journey.tasks import forget_ended_links
from tests.factories.accounts import UserFactory

NOTE = "Ask finance for\n\nour own cost of a night. =1+1 <b>ü</b>"


@pytest.fixture
def marked(client, journey):
    """A reader without an account who has done a step, ticked an activity, written a note and saved a page."""
    tick = StepPage.objects.get(slug="step-1-1").activities[0].id
    client.post("/my-journey/steps/step-1-1/", {"state": "done"})
    client.post("/my-journey/ticks/step-1-1/", {"tick": [tick]})
    client.post("/my-journey/notes/step-1-2/", {"note": NOTE})
    return client


@pytest.fixture
def signed_in(client, journey):
    user = UserFactory()
    client.force_login(user)
    client.post("/my-journey/steps/step-1-1/", {"state": "done"})
    client.post("/my-journey/notes/step-1-1/", {"note": "For me"})
    return user


def body(response) -> bytes:
    return b"".join(response.streaming_content)


# --- notes -----------------------------------------------------------------------------------


def test_note_is_kept_shown_on_its_step_and_taken_away(marked):
    assert marked.session[SESSION_KEY]["notes"] == {"step-1-2": NOTE}
    assert "our own cost of a night. =1+1 &lt;b&gt;" in marked.get("/journey/stage-1/step-1-2/").content.decode()
    assert "Only you can see these" in marked.get("/my-journey/").content.decode()
    marked.post("/my-journey/notes/step-1-2/", {"note": "  "})
    assert marked.session[SESSION_KEY]["notes"] == {}


def test_note_that_is_too_long_says_so_and_changes_nothing(marked):
    answer = marked.post("/my-journey/notes/step-1-2/", {"note": "x" * 4001})
    assert answer.status_code == 400
    assert "4001 characters, and there is room for 4000" in answer.content.decode()
    assert marked.session[SESSION_KEY]["notes"] == {"step-1-2": NOTE}


def test_note_on_a_step_that_is_not_there(client, journey):
    assert client.post("/my-journey/notes/no-such-step/", {"note": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("held", "brought", "both"),
    [
        ("", "New", "New"),
        ("Old", "New", "Old\n\nNew"),
        ("Old, New", "New", "Old, New"),
        ("Old", "Old, New", "Old, New"),
    ],
)
def test_signing_in_loses_neither_of_two_notes(client, journey, held, brought, both):
    user = UserFactory()
    if held:
        StepProgress.objects.create(user=user, step_key="step-1-1", note=held, updated_at=timezone.now())
    client.post("/my-journey/notes/step-1-1/", {"note": brought})
    client.force_login(user)
    assert StepProgress.objects.get(user=user).note == both


# --- files -----------------------------------------------------------------------------------


def test_table_holds_every_step_and_runs_nothing(marked):
    rows = list(csv.DictReader(io.StringIO(body(marked.get("/my-journey/export.csv")).decode("utf-8-sig"))))
    assert [row["step"] for row in rows] == ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2"]
    assert (rows[0]["state"], rows[0]["ticked"], rows[0]["activities"]) == ("Done", "Write one sentence", "2")
    assert rows[1]["note"] == NOTE


def test_data_says_when_it_was_taken(marked):
    taken = json.loads(body(marked.get("/my-journey/export.json")))
    assert set(taken) == {"taken_at", "steps", "saved", "worksheets", "decisions"}
    assert taken["steps"][0]["state"] == "Done"
    assert taken["steps"][0]["address"].endswith("/journey/stage-1/step-1-1/")


def test_document_opens_and_tells_the_same(marked):
    document = Document(io.BytesIO(body(marked.get("/my-journey/export.docx"))))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert text.startswith("My journey\n1 of 6 steps done on ")
    assert "1.1 Step 1 1\nState: Done\n1 of 2 activities ticked:\nWrite one sentence" in text
    assert "Note: Ask finance for\nour own cost of a night. =1+1 <b>ü</b>" in text
    assert [paragraph.style.name for paragraph in document.paragraphs[:4]] == [
        "Title",
        "Normal",
        "Heading 1",
        "Heading 2",
    ]
    assert any(link.address.endswith("/step-1-1/") for p in document.paragraphs for link in p.hyperlinks)


@pytest.mark.parametrize("path", ["print/", "export.csv", "export.json", "export.docx"])
def test_nothing_marked_can_be_taken_too(client, journey, path):
    answer = client.get(f"/my-journey/{path}")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_sheet_to_print_costs_the_same_however_much_is_marked(marked, django_assert_max_num_queries):
    for key in ("step-2-1", "step-2-2", "step-3-1"):
        marked.post(f"/my-journey/notes/{key}/", {"note": "More"})
    with django_assert_max_num_queries(8):
        page = marked.get("/my-journey/print/").content.decode()
    assert page.count("<p>More</p>") == 3


def test_mark_on_a_step_that_is_gone_is_left_out(journey):
    told = summary_of(Progress(states={"gone": "done"}, ticks={"gone": ["a"]}, notes={"gone": "Old"}))
    assert len(told.steps) == 6
    assert not any(step.is_touched for step in told.steps)


# --- links -----------------------------------------------------------------------------------


def test_link_shows_a_copy_without_notes_unless_asked(client, signed_in):
    client.post("/my-journey/shared/")
    link = SharedJourney.objects.get(user=signed_in)
    client.post("/my-journey/steps/step-1-2/", {"state": "done"})
    client.logout()
    page = client.get(link.get_absolute_url())
    assert page.status_code == 200
    assert "1 of 6 steps done" in page.content.decode()
    assert "For me" not in page.content.decode()
    assert (page["Referrer-Policy"], "noindex" in page.content.decode()) == ("no-referrer", True)
    assert not page.cookies


def test_link_with_notes(client, signed_in):
    client.post("/my-journey/shared/", {"with_notes": "on"})
    link = SharedJourney.objects.get()
    assert link.get_absolute_url() in client.get("/my-journey/").content.decode()
    client.logout()
    assert "For me" in client.get(link.get_absolute_url()).content.decode()


def test_link_is_ended_by_its_owner_only(client, signed_in):
    client.post("/my-journey/shared/")
    link = SharedJourney.objects.get()
    end = f"{link.get_absolute_url()}end/"
    client.force_login(UserFactory())
    client.post(end)
    assert client.get(link.get_absolute_url()).status_code == 200
    client.force_login(signed_in)
    client.post(end)
    assert client.get(link.get_absolute_url()).status_code == 404
    assert "had ended already" in client.post(end, follow=True).content.decode()


def test_link_ends_by_itself(client, signed_in):
    client.post("/my-journey/shared/")
    SharedJourney.objects.update(made_at=timezone.now() - timedelta(days=91), expires_at=timezone.now())
    assert client.get(SharedJourney.objects.get().get_absolute_url()).status_code == 404
    forget_ended_links()
    assert not SharedJourney.objects.exists()


def test_deleting_everything_ends_the_links(client, signed_in):
    client.post("/my-journey/shared/")
    client.post("/my-journey/clear/")
    assert not SharedJourney.objects.exists()


def test_links_need_an_account_something_to_show_and_have_an_end(client, marked, journey):
    assert marked.post("/my-journey/shared/").url.startswith("/account/login/")
    client.force_login(UserFactory())
    client.post("/my-journey/clear/")
    assert "nothing to show yet" in client.post("/my-journey/shared/").content.decode()
    client.post("/my-journey/steps/step-1-1/", {"state": "done"})
    answers = [client.post("/my-journey/shared/").status_code for _ in range(MOST + 1)]
    assert answers == [302] * MOST + [400]


def test_shared_journey_ends_after_it_began(db):
    now = timezone.now()
    with pytest.raises(IntegrityError, match="shared_journey_ends_after_it_began"), transaction.atomic():
        SharedJourney.objects.create(user=UserFactory(), progress={}, made_at=now, expires_at=now)
    assert str(SharedJourney(made_at=now)) == f"Journey shared on {now:%Y-%m-%d}"
