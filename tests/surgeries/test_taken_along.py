"""What people wrote in My journey, taken along to a surgery: each paper with a box of its own."""

import pytest

from golab.notifications.models import OutgoingMessage
from golab.pages import bringing
from golab.pages.bringing import CUT, LONGEST_PAPER, MOST_PAPERS, paper
from journey.map import journey_map
from surgeries import personal, retention, tokens
from surgeries.models import Booking, BookingDraft
from tests.factories.accounts import UserFactory
from tests.factories.journey import WorksheetFactory, grow_journey
from tests.factories.surgeries import NOW, DraftFactory
from tests.surgeries.visits import client_with, submit, url

pytestmark = pytest.mark.usefixtures("db", "clock")

COHORT, AID = "/my-journey/worksheets/cohort/", "/basics/is-it-right-for-you/?a=1&b=2"


@pytest.fixture
def writer():
    """Someone on the way to a booking who has filled in a worksheet, kept a result and written a note."""
    grow_journey(stages=1, steps=2, turn_backs=0)
    WorksheetFactory()
    client = client_with(DraftFactory())
    session = client.session
    fields = {"sentence": "Adults <b>asleep</b> outside", "criteria": [["Slept rough", "12"], ["Asked for help", ""]]}
    reasons = {"for": [{"text": "It can be counted", "weight": "strong", "evidence": []}], "against": [],
               "find_out": ["Who pays"]}  # fmt: skip
    result = {"title": "Does it fit?", "heading": "Perhaps.", "url": AID, **reasons}
    session["journey-sheets"] = {
        "worksheet": {"cohort": {"values": {"fields": fields}, "version": 1, "at": NOW.isoformat()}},
        "decision": {"one": {"values": result, "version": 1, "at": NOW.isoformat()}},
    }
    session["journey"] = {"notes": {journey_map.get().steps[1].key: "Ask the director."}}
    session.save()
    return client


def test_nothing_written_goes_along_unless_it_is_ticked(writer):
    draft, page = BookingDraft.objects.get(), writer.get(url("question")).content.decode()
    offered = page.split("Bring along what you wrote")[1].split("Colleagues who join")[0]
    assert "Adults &lt;b&gt;asleep&lt;/b&gt; outside" in offered
    assert "Slept rough; 12<br>Asked for help" in offered
    assert "It can be counted (strong)" in offered
    assert "Ask the director." in offered
    assert offered.count('type="checkbox"') == 3
    assert " checked" not in offered
    assert "Bring along what you have" not in page  # nothing is marked or saved
    writer.post(url("question"), {"question": "Where to begin?"})
    submit(writer, draft)
    assert Booking.objects.get().brought == []


def test_what_is_ticked_stands_with_the_booking_as_it_was_and_goes_with_it(writer):
    draft = BookingDraft.objects.get()
    writer.post(url("question"), {"question": "Where to begin?", "papers": [COHORT, AID]})
    again = writer.get(url("question")).content.decode()
    assert again.count(" checked") == 2
    check = writer.get(url("check")).content.decode()
    assert "Adults &lt;b&gt;asleep&lt;/b&gt; outside" in check
    assert "Ask the director." not in check
    writer.post("/my-journey/clear/", headers={"Sec-Fetch-Site": "same-origin"})
    submit(writer, draft)
    booking = Booking.objects.get()
    assert [line["title"] for line in booking.brought] == ["Cohort definition", "Does it fit?"]
    told = OutgoingMessage.objects.get(kind="adviser_new_booking").body_text
    assert "Result: Does it fit?, with the booking" in told
    assert "asleep" not in told
    mine = writer.get(url("manage", tokens.token_of(booking))).content.decode()
    assert "It can be counted (strong)" in mine

    user = UserFactory(email=booking.contact.email_norm)
    assert "Adults <b>asleep</b> outside" in str(personal._export(user))
    retention.forget_booking(booking, now=NOW)
    booking.refresh_from_db()
    assert booking.brought == []
    assert "asleep" not in str(Booking.objects.values())


def test_what_is_gone_meanwhile_is_told_and_the_rest_can_be_sent(writer):
    page = writer.post(url("question"), {"question": "Where?", "papers": [COHORT, "/elsewhere/"]}).content.decode()
    assert 'href="#id_papers_0">Something that you ticked is no longer in My journey' in page
    assert "Where?" in page


def test_papers_are_bounded_in_number_and_length(rf, monkeypatch):
    long = paper(what="Notes", title="Long", url="/n/", answers=[("A", "x" * LONGEST_PAPER), ("B", "y")])
    assert sum(len(answer["text"]) for answer in long["answers"]) <= LONGEST_PAPER + len(CUT) + 3
    assert long["answers"][-1]["text"].endswith(CUT)
    exact = paper(what="Notes", title="Exact", url="/n/", answers=[("A", "x" * (LONGEST_PAPER - 1))])
    assert CUT not in str(exact)
    monkeypatch.setattr(bringing, "_keepers", {"many": lambda request: [long] * 20})
    assert len(bringing.lines_of(rf.get("/"))) == MOST_PAPERS
