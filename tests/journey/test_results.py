"""Results of the decision aid: kept, taken into worksheets, joined on signing in, removed."""

import io
import re
from html import unescape

import pytest
from django.utils import timezone
from docx import Document

from golab.pages.models import BasicsPage
from journey.sheets.kept import DECISION, MOST_DECISIONS, AccountSheets
from tests.factories.accounts import UserFactory
from tests.factories.deciding import NO, PARTLY, YES, choose, question, result
from tests.factories.pages import BasicsPageFactory, stored
from tests.journey.sheets import FRAMEWORK, text_of
from tests.reading import content_of


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
