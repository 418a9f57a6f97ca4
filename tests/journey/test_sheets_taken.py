"""Worksheets taken away: the business case, files, a shared copy, an export; and deleted."""

import io
import json

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from golab.accounts.registry import parts
from journey.models import KeptSheet, SharedJourney
from tests.factories.accounts import UserFactory
from tests.journey.sheets import URL, saved, text_of
from tests.reading import content_of


def test_business_case_holds_the_answers_and_the_sources(client, sheets):
    saved(client)
    file = content_of(client.get("/my-journey/business-case.docx"))
    text = text_of(Document(io.BytesIO(file)))
    for said in (
        "Draft business case",
        "Cohort definition",
        "1,200",
        "£3,500.50",
        "1 April 2026",
        "=1+1",
        "A handbook",
    ):
        assert said in text, said
    assert "Framework" not in text  # nothing stands on it


def test_business_case_without_an_answer_says_so(sheets):
    file = content_of(Client().get("/my-journey/business-case.docx"))
    assert "Nothing is filled in yet" in text_of(Document(io.BytesIO(file)))


def test_answers_are_in_every_file_of_my_journey(client, sheets):
    saved(client)
    table = content_of(client.get("/my-journey/export.csv")).decode()
    assert "Cohort definition: People" in table
    data = json.loads(content_of(client.get("/my-journey/export.json")))
    assert data["worksheets"][0]["fields"][1]["text"] == "1,200"
    assert "1,200" in text_of(Document(io.BytesIO(content_of(client.get("/my-journey/export.docx")))))
    assert "1,200" in client.get("/my-journey/print/").content.decode()


@pytest.mark.parametrize(("with_notes", "shows"), [("on", True), ("", False)])
def test_shared_copy_shows_answers_only_with_the_notes(client, sheets, with_notes, shows):
    client.force_login(UserFactory())
    saved(client)
    client.post("/my-journey/shared/", {"with_notes": with_notes})
    link = SharedJourney.objects.get()
    page = Client().get(link.get_absolute_url()).content.decode()
    assert ("£3,500.50" in page, link.has_notes) == (shows, shows)


def test_all_of_it_is_exported_and_erased_with_the_account(client, sheets):
    user = UserFactory()
    client.force_login(user)
    saved(client)
    [part] = [part for part in parts() if part.name == "Worksheets"]
    assert part.export(user)[0]["values"]["fields"]["people"] == "1200"
    part.erase(user, timezone.now())
    assert not KeptSheet.objects.exists()


@pytest.mark.parametrize("address", ["/my-journey/clear/", "/my-journey/worksheets/cohort/clear/"])
def test_what_is_deleted_is_gone(client, sheets, address):
    saved(client)
    client.post(address)
    assert "1,200" not in client.get(URL).content.decode()
