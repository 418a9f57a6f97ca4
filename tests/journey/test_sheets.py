"""Worksheets: filled in, kept, prefilled, told when stale, joined on signing in, taken away."""

import io
import json
import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from docx import Document

from golab.accounts.registry import parts
from golab.pages.models import BasicsPage
from golab.taxonomy.models import Step
from journey.models import KeptSheet, SharedJourney, StepPage, Worksheet
from journey.sheets.defined import worksheets
from journey.sheets.kept import DECISION, MOST_DECISIONS, WORKSHEET, AccountSheets
from tests.factories.accounts import UserFactory
from tests.factories.deciding import NO, PARTLY, YES, choose, question, result
from tests.factories.journey import WorksheetFactory
from tests.factories.pages import BasicsPageFactory, stored
from tests.reading import content_of, queries_of

JSON = {"accept": "application/json"}
URL = "/my-journey/worksheets/cohort/"
FRAMEWORK = "/my-journey/worksheets/framework/"
GIVEN = {
    "sentence": "Adults  who sleep\nrough in <b>Oxford</b>",
    "people": "1,200",
    "most": "£ 3,500.50",
    "since": "2026-04-01",
    "how": "A rule",
    "criteria-0-0": "Has slept rough",
    "criteria-0-1": "1 200",
    "criteria-1-0": "",
    "criteria-2-0": "=1+1",
    "criteria-2-1": "",
}


@pytest.fixture
def sheets(journey):
    step = Step.objects.get(slug="step-1-2")
    WorksheetFactory(step=step)
    WorksheetFactory(
        key="framework",
        title="Framework",
        sort_order=1,
        fields=stored(
            ("long_text", {"key": "whom", "label": "For whom", "help": "", "takes_from": "cohort.sentence"}),
            ("number", {"key": "many", "label": "How many", "help": "", "takes_from": "cohort.people"}),
            ("text", {"key": "verdict", "label": "Result", "help": "", "takes_from": "decision.result"}),
            ("text", {"key": "rules", "label": "Rules", "help": "", "takes_from": "cohort.criteria"}),
        ),
    )
    return worksheets.get()


def kept(client, key: str = "cohort") -> dict:
    return client.session["journey-sheets"]["worksheet"][key]


def saved(client, url: str = URL, **given: str):
    return client.post(url, {**GIVEN, **given} if url == URL else given)


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


# --- taking it away ----------------------------------------------------------------------------


def text_of(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


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


# --- results of the decision aid ---------------------------------------------------------------


@pytest.fixture
def aid(sheets, site_root) -> BasicsPage:
    return BasicsPageFactory(
        title="Does it fit",
        choices=stored(question("Who is it for?", YES, PARTLY, NO), question("Who pays?", YES, PARTLY, NO)),
        results=stored(result("No.", strong_against=1), result("Yes", otherwise=True)),
    )


def keep(client, aid: BasicsPage, *places: int | None):
    return client.post("/my-journey/results/", {"page": aid.pk, **choose(aid, *places)})


def test_result_is_kept_once_for_the_same_answers_and_stands_in_my_journey(client, aid):
    for places in ((2, 0), (2, 0), (0, -1)):
        assert keep(client, aid, *places).status_code == 302
    page = client.get("/my-journey/").content.decode()
    assert (page.count(">No.</a>"), page.count(">Yes</a>")) == (1, 1)
    address = unescape(re.search(r'<a href="([^"]*)">No\.</a>', page)[1])
    assert "<h1>No.</h1>" in client.get(address).content.decode()
    newest = text_of(Document(io.BytesIO(content_of(client.get("/my-journey/business-case.docx")))))
    assert "Result: Yes (" in newest


def test_result_goes_into_a_worksheet_and_can_be_removed(client, aid):
    keep(client, aid, 2, 0)
    assert "Taken from Does an outcomes approach fit?" in client.get(FRAMEWORK).content.decode()
    [key] = client.session["journey-sheets"]["decision"]
    client.post(f"/my-journey/results/{key}/remove/")
    assert client.session["journey-sheets"]["decision"] == {}


def test_results_come_along_on_signing_in_and_have_an_end(client, aid):
    user = UserFactory()
    now = timezone.now()
    values = {"title": "t", "url": "/", "heading": "Old", "for": [], "against": [], "find_out": []}
    for number in range(MOST_DECISIONS):
        AccountSheets(user).save(DECISION, f"old-{number}", values, expected=None, now=now - timezone.timedelta(days=9))
    keep(client, aid, 2, 0)
    client.force_login(user)
    held = AccountSheets(user).load(DECISION)
    assert len(held) == MOST_DECISIONS
    assert "No." in [one.values["heading"] for one in held.values()]


@pytest.mark.parametrize("sent", [{}, {"page": "x"}, {"page": "0"}])
def test_result_without_a_page_or_an_answer_is_refused(client, aid, sent):
    assert client.post("/my-journey/results/", sent).status_code == 400
    assert keep(client, aid, None, None).status_code == 400


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
