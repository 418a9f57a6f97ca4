"""Worksheets: filled in, kept, prefilled, told when stale, joined on signing in, taken away."""

import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from golab.taxonomy.models import Step
from journey.models import KeptSheet, StepPage, Worksheet
from journey.sheets.kept import WORKSHEET, AccountSheets
from tests.factories.accounts import UserFactory
from tests.factories.journey import WorksheetFactory
from tests.factories.pages import stored
from tests.journey.sheets import FRAMEWORK, GIVEN, URL, kept, saved
from tests.reading import queries_of

JSON = {"accept": "application/json"}


def saved_and_shown(client, **given: str) -> str:
    assert saved(client, **given).status_code == 302
    return client.get(URL).content.decode()


# --- filling in --------------------------------------------------------------------------------


def test_reader_sees_the_form_without_a_cookie(sheets):
    response = Client(enforce_csrf_checks=True).get(URL)
    page = response.content.decode()
    assert not response.cookies
    assert 'name="criteria-0-0"' in page
    assert "What you expect" in page  # a row that editors put in
    assert re.search(r'<th[^>]*scope="col">People left</th>', page)


def test_what_is_sent_is_kept_as_figures_days_and_rows(client, sheets):
    response = saved(client)
    assert (response.status_code, response["Location"]) == (302, URL)
    assert kept(client)["values"]["fields"] == {
        "sentence": "Adults  who sleep\nrough in <b>Oxford</b>",
        "people": "1200",
        "most": "3500.50",
        "since": "2026-04-01",
        "how": "A rule",
        "criteria": [["Has slept rough", "1200"], ["=1+1", ""]],
    }
    page = client.get(URL).content.decode()
    for shown in ('value="1,200"', 'value="£3,500.50"', 'value="2026-04-01"', "&lt;b&gt;Oxford", "Has slept rough"):
        assert shown in page, shown
    assert "What you expect" not in page  # taken away by the reader


def test_step_leads_to_its_worksheet_and_my_journey_lists_all(client, sheets):
    assert "/my-journey/worksheets/cohort/" in Client().get("/journey/stage-1/step-1-2/").content.decode()
    assert "/my-journey/worksheets/" not in Client().get("/journey/stage-1/step-1-1/").content.decode()
    saved(client)
    page = client.get("/my-journey/").content.decode()
    assert "6 of 6 answered" in page
    assert "Not begun" in page


def test_wrong_answer_is_told_and_keeps_the_others(client, sheets):
    response = saved(client, people="many", **{"criteria-0-1": "some"})
    page = unescape(response.content.decode())
    assert response.status_code == 400
    assert "People: write a number" in page
    assert "Row 1, People left: write a number" in page
    assert 'value="many"' in page  # as typed
    assert set(kept(client)["values"]["fields"]) == {"sentence", "most", "since", "how"}
    assert client.post(URL, {**GIVEN, "version": "1"}).status_code == 302  # mended
    assert kept(client)["values"]["fields"]["people"] == "1200"


@pytest.mark.parametrize("sent", [{"sentence": "x" * 4001}, {"how": "Not offered"}, {"since": "2026-13-40"}])
def test_what_does_not_fit_is_refused_with_words(client, sheets, sent):
    response = saved(client, **sent)
    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()


def test_table_has_an_end(client, sheets):
    response = client.post(URL, {f"criteria-{row}-0": "x" for row in range(41)})
    assert "room for 40 rows" in response.content.decode()


def test_script_saves_and_learns_the_version(client, sheets):
    first = client.post(URL, {**GIVEN, "people": "many"}, headers=JSON).json()
    assert (first["state"], first["version"], list(first["errors"])) == ("saved", 1, ["people"])
    second = client.post(URL, {**GIVEN, "version": "1"}, headers=JSON).json()
    assert (second["version"], second["errors"]) == (2, {})
    assert "Saved on this device." in second["notice"]


@pytest.mark.parametrize("address", ["/my-journey/worksheets/none/", "/my-journey/worksheets/none/clear/"])
def test_unknown_worksheet_is_not_found(client, sheets, address):
    assert client.post(address).status_code == 404


def test_draft_worksheet_is_not_found(client, sheets):
    Worksheet.objects.get(key="cohort").unpublish()
    assert client.get(URL).status_code == 404


def test_change_from_elsewhere_is_asked_about_first(sheets):
    client = Client(enforce_csrf_checks=True)
    page = client.post(URL, GIVEN, headers={"sec-fetch-site": "cross-site"}).content.decode()
    assert "Please confirm" in page
    assert "journey-sheets" not in client.session
    assert client.post(URL, GIVEN, headers={"sec-fetch-site": "same-origin"}).status_code == 302


# --- two devices, and time ---------------------------------------------------------------------


def test_stale_save_is_told_and_neither_version_is_lost(sheets):
    user = UserFactory()
    desk, phone = Client(), Client()
    for device in (desk, phone):
        device.force_login(user)
    saved(desk)
    assert saved(phone, version="1", sentence="From the phone").status_code == 302
    stale = saved(desk, version="1", sentence="From the desk", people="7")
    page = unescape(stale.content.decode())
    assert stale.status_code == 409
    assert "saved elsewhere since you opened it" in page
    assert "From the desk" in page
    assert "From the phone" in page
    assert AccountSheets(user).load(WORKSHEET)["cohort"].fields["sentence"] == "From the phone"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert saved(desk, version=version, sentence="Both").status_code == 302
    assert AccountSheets(user).load(WORKSHEET)["cohort"].fields["sentence"] == "Both"


def test_stale_save_of_a_script_is_told(client, sheets):
    saved(client)
    answer = client.post(URL, {**GIVEN, "sentence": "Older", "version": "0"}, headers=JSON)
    assert (answer.status_code, answer.json()["state"]) == (409, "stale")


def test_same_words_again_are_not_stale(client, sheets):
    saved(client)
    assert saved(client, version="0").status_code == 302


def test_save_after_the_session_ended_is_kept_and_told(client, sheets):
    response = saved(client, version="5")
    assert kept(client)["version"] == 6
    assert "no longer there" in str(next(iter(get_messages(response.wsgi_request))))


def test_field_that_editors_took_away_keeps_its_answer(client, sheets):
    saved(client)
    sheet = Worksheet.objects.get(key="cohort")
    del sheet.fields[1]
    sheet.save()
    cache.clear()  # as the commit would
    assert 'name="people"' not in saved_and_shown(client, version="1", sentence="New")
    assert kept(client)["values"]["fields"]["people"] == "1200"


# --- from one to the other ---------------------------------------------------------------------


def test_field_begins_with_an_earlier_answer_until_it_has_its_own(client, sheets):
    saved(client)
    page = client.get(FRAMEWORK).content.decode()
    assert page.count("Taken from Cohort definition") == 3
    assert 'value="1,200"' in page
    assert "Has slept rough; =1+1" in page
    saved(client, FRAMEWORK, whom="", many="9", version="0")
    page = client.get(FRAMEWORK).content.decode()
    assert "Taken from" not in page
    assert 'value="9"' in page


def test_signing_in_joins_two_worksheets_and_loses_nothing(client, sheets):
    user = UserFactory()
    client.force_login(user)
    saved(client)
    client.logout()
    saved(client, sentence="Brought", people="8", since="", **{"criteria-0-0": "New row", "criteria-2-0": "=1+1"})
    client.force_login(user)
    sheet = AccountSheets(user).load(WORKSHEET)["cohort"]
    assert sheet.fields["sentence"] == "Adults  who sleep\nrough in <b>Oxford</b>\n\nBrought"
    assert (sheet.fields["people"], sheet.earlier) == ("8", {"people": ["1200"]})
    assert sheet.fields["since"] == "2026-04-01"
    assert sheet.fields["criteria"] == [["Has slept rough", "1200"], ["=1+1", ""], ["New row", "1200"]]
    assert "journey-sheets" not in client.session
    page = client.get(URL).content.decode()
    assert "An earlier answer, from before you signed in" in page
    assert "1,200" in page
    saved(client, version=str(sheet.version), people="8")
    assert AccountSheets(user).load(WORKSHEET)["cohort"].earlier
    saved(client, version=str(sheet.version + 1), people="8", settled="on")
    assert not AccountSheets(user).load(WORKSHEET)["cohort"].earlier


# --- rules of the database and of editors ------------------------------------------------------


def test_database_keeps_one_row_for_a_sheet_and_knows_its_kinds(sheets):
    user = UserFactory()
    row = {"user": user, "key": "cohort", "updated_at": timezone.now()}
    KeptSheet.objects.create(kind=WORKSHEET, **row)
    for name, kind in (("sheet_kept_once", WORKSHEET), ("sheet_kind_is_known", "other")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            KeptSheet.objects.create(kind=kind, **row)


@pytest.mark.parametrize("key", ["version", "twice", "Not a key"])
def test_editors_are_told_of_a_name_that_cannot_be(sheets, key):
    field = {"key": key, "label": "A", "help": "", "takes_from": ""}
    sheet = WorksheetFactory.build(key="x", fields=stored(("text", field), ("text", {**field, "key": "twice"})))
    with pytest.raises(ValidationError):
        sheet.fields.stream_block.clean(sheet.fields)


@pytest.mark.parametrize("address", [URL, "/my-journey/", "/journey/stage-1/step-1-2/"])
def test_pages_ask_little_and_as_much_at_ten_times_the_sheets(sheets, address):
    few = queries_of(address)
    for number in range(20):
        WorksheetFactory(key=f"more-{number}", step=Step.objects.get(slug="step-1-2"))
    many = queries_of(address)
    assert len(few) == len(many) <= 8
    assert len(set(many)) == len(many)
    assert StepPage.objects.exists()
