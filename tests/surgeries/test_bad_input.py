"""What makes no sense is said so, changes nothing and loses nothing (B13 to B17, B22, B25, C1, C13, P6, P7, U4)."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from golab.notifications.models import OutgoingMessage
from surgeries import tokens
from surgeries.models import Booking, BookingDraft
from tests.factories.surgeries import NOW, DraftFactory, SlotFactory, booked
from tests.surgeries.visits import YOU, client_with, everything, submit, url

pytestmark = pytest.mark.usefixtures("db", "clock")


@pytest.mark.parametrize(
    ("step", "sent", "error"),
    [
        ("need", {}, "Choose what you want to talk about"),
        ("need", {"topic": "999999"}, "Choose one of these"),
        ("time", {}, "Choose a time, or tell us that none suits you"),
        ("time", {"slot": "not-a-uuid"}, "Choose a time, or tell us that none suits you"),
        ("you", YOU | {"name": ""}, "Enter your name"),
        ("you", YOU | {"name": "Zoe\x00"}, "Null characters are not allowed"),
        ("you", YOU | {"name": "x" * 201}, "Shorten it to 200 characters"),
        ("you", YOU | {"name": "x" * 10_000}, "Shorten it to 200 characters"),
        ("you", YOU | {"email": "a@b"}, "Enter your work email address"),
        ("you", YOU | {"email": "jörg@x.org"}, "Enter your work email address"),
        ("you", YOU | {"email": "x" * 250 + "@x.org"}, "at most 254 characters"),
        ("you", YOU | {"org_type": "guild"}, "Choose one of the list"),
        ("you", YOU | {"website": "buy now"}, "Empty the field that should be left empty"),
        ("question", {"question": " "}, "Tell us what you would like help with"),
        ("question", {"question": "x" * 2001}, "Shorten it to 2,000 characters"),
        ("question", {"question": "https://a https://b http://c www.d"}, "Put at most 3 links here"),
        (
            "question",
            {"question": "x", "colleague_2_email": "kim@example.org"},
            "Enter the name of colleague 2 as well",
        ),
    ],
)
def test_u4_error_is_said_first_and_answers_stay(step, sent, error):
    client = client_with(DraftFactory())
    before = everything()
    response = client.post(url(step), sent)
    page = response.content.decode()
    assert (response.status_code, error in page) == (200, True)
    assert "<title>Error: " in page
    assert page.index('class="error-summary"') < page.index("<h1>")
    for value in (
        value for value in sent.values() if isinstance(value, str) and len(value) > 2 and "\x00" not in value
    ):
        assert escape(value) in page or value in ("999999", "guild", "not-a-uuid", "buy now")
    assert everything() == before


def test_errors_of_a_request_are_listed_in_the_order_of_the_page():
    DraftFactory()  # with a topic and a stage to choose from
    page = Client().post("/surgeries/request/", {}).content.decode()
    summary = page[page.index('class="error-summary"') : page.index("<h1>")]
    fields = re.findall(r'href="#(\w+?)(?:_0)?"', summary)
    assert len(fields) == 8
    assert fields == sorted(fields, key=lambda field: page.index(f'id="{field}"'))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("李小龙 مها 👩🏽‍💼 Zoe\u0308", "李小龙 مها 👩🏽‍💼 Zoë"),
        ("\u202eBob\u200b\r\nBcc: v@x.org", "Bob Bcc: v@x.org"),
        ('"><script>alert(1)</script>{{ 7*7 }}', '"><script>alert(1)</script>{{ 7*7 }}'),
    ],
)
def test_b15_b16_names_of_all_kinds(typed, kept):
    draft = DraftFactory()
    client = client_with(draft)
    client.post(url("you"), YOU | {"name": typed})
    submit(client, draft)
    booking = Booking.objects.get()
    assert booking.name == kept
    page = (
        client.get(url("manage", tokens.token_of(booking))).content.decode() + client.get(url("check")).content.decode()
    )
    assert "<script>alert" not in page
    assert "49" not in OutgoingMessage.objects.get(kind="booking_confirmed").body_text.split("Dear")[1].split(",")[0]


def test_b17_address_on_an_international_domain_books():
    draft = DraftFactory(email="a@bücher.example")
    submit(client_with(draft), draft)
    assert Booking.objects.get().contact.email_norm == "a@bücher.example"


@pytest.mark.parametrize("step", ["need", "time", "you", "question", "check"])
def test_b22_post_without_a_token_is_refused_in_plain_words(step):
    draft = DraftFactory()
    client = client_with(draft)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    response = strict.post(url(step), {"submission_key": draft.submission_key})
    assert response.status_code == 403
    assert "out of date" in response.content.decode()


@pytest.mark.parametrize("query", ["slot=x&step=../..&week=1", "slot=%00&week=9999-12-31", f"slot={uuid.UUID(int=1)}"])
def test_query_that_makes_no_sense_is_ignored(query):
    client = client_with(DraftFactory())
    for name in ("need", "time", "you", "question", "check", "request"):
        assert client.get(f"{url(name)}?{query}").status_code == 200


def test_c1_looking_changes_nothing():
    draft = DraftFactory()
    client = client_with(draft)
    token = tokens.token_of(booked())
    before = everything()
    addresses = [url(name) for name in ("book", "need", "time", "you", "question", "check", "find", "request")]
    addresses += [
        url(name, token) for name in ("manage", "move", "cancel", "manage-question", "manage-calendar", "reminders")
    ]
    for address in addresses:
        for method in ("get", "head", "options"):
            getattr(client, method)(address)
    assert everything() == before


@pytest.mark.parametrize("name", ["李", "x" * 200])
def test_b13_shortest_and_longest_name_are_taken(name):
    client = client_with(DraftFactory())
    assert client.post(url("you"), YOU | {"name": name}).status_code == 302
    assert BookingDraft.objects.get().answers["name"] == name


def test_b14_enormous_question_is_refused_before_it_is_read():
    client = client_with(DraftFactory())
    before = everything()
    response = client.post(url("question"), {"question": "x" * 10_000_000})
    assert (response.status_code, everything()) == (413, before)
    assert "<h1" in response.content.decode()


def test_b25_database_that_is_lost_at_the_last_button_is_said_and_books_nothing():
    draft = DraftFactory()
    client = client_with(draft)
    client.raise_request_exception = False

    def lost(execute, sql, params, many, context):
        if sql.startswith("INSERT") and "surgeries_booking" in sql:
            raise OperationalError("the connection is lost")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(lost):
        response = submit(client, draft)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert not Booking.objects.exists()
    assert not OutgoingMessage.objects.exists()
    assert submit(client, draft).status_code == 302, "the answers are still there"


VARYING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|name="q" type="search" value="[^"]*"')


def answers_to(client: Client, addresses: list[str]) -> set[tuple]:
    """Status, bytes and count of queries of each, without what the page repeats of the address that was asked."""
    seen = set()
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        told = VARYING.sub(b"", response.content).replace(address.encode(), b"")
        seen.add((response.status_code, told, len(queries)))
    return seen


def test_c13_guessed_links_are_answered_alike_and_cost_alike():
    """Not 10,000 over the wire: the signature is looked at before the database is asked, so guesses are all alike."""
    booking = booked()
    good, client, signer = tokens.token_of(booking), Client(), Signer(salt="surgeries.manage")
    client.get(url("manage", "warm"))
    forged = [f"{booking.uuid}.{version}:{number:043}" for version in (1, 2) for number in range(40)]
    forged += [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good.replace(".1:", ".2:"),
        f"{uuid.uuid4()}.1:{'x' * 43}",
    ]
    seen = answers_to(client, [url("manage", guess) for guess in forged])
    assert [status for status, *_ in seen] == [404]
    with CaptureQueriesContext(connection) as queries:
        client.get(url("manage", forged[0]))
    assert not [query for query in queries if "surgeries_" in query["sql"]]
    signed = [signer.sign(f"{booking.uuid}.7"), signer.sign(f"{uuid.uuid4()}.1")]
    never_and_revoked = answers_to(client, [url("manage", one) for one in signed])
    assert len(never_and_revoked) == 1
    assert {page for _, page, _ in never_and_revoked} == {page for _, page, _ in seen}
    assert client.get(url("manage", good)).status_code == 200, "the real one works"


def test_c13_who_goes_on_guessing_is_stopped_and_real_links_go_on_working():
    token, client = tokens.token_of(booked()), Client()
    statuses = [client.get(url("manage", f"nonsense-{number}")).status_code for number in range(102)]
    assert statuses == [404] * 100 + [429] * 2
    assert client.get(url("manage", token)).status_code == 200, "behind the same address"
    assert Client(REMOTE_ADDR="192.0.2.9").get(url("manage", "nonsense")).status_code == 404


def test_c13_guessed_references_open_nothing_and_are_answered_alike():
    booking, client = booked(), Client()
    client.get(url("booked", "GOL-22222222"))
    guesses = [f"GOL-{number:08}".replace("0", "A").replace("1", "B") for number in range(200)]
    seen = answers_to(client, [url("booked", reference) for reference in (booking.reference, *guesses)])
    assert [(status, queries) for status, _, queries in seen] == [(200, 0)]


def test_p6_p7_forms_lead_nowhere_else_and_cannot_be_framed():
    client = client_with(DraftFactory())
    response = client.post(url("question") + "?next=//evil.example", {"question": "Where to begin?"})
    assert response["Location"].startswith(url("check"))
    page = client.get(url("you") + "?next=//evil.example")
    assert "evil.example" not in page.content.decode()
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_t5_times_are_londons_wherever_the_reader_or_the_server_is():
    slot = SlotFactory(starts_at=NOW.replace(hour=10, minute=0) + timedelta(days=7))
    client = client_with(DraftFactory(slot=slot))
    with override_settings(TIME_ZONE="America/New_York"), timezone.override("Asia/Tokyo"):
        page = client.get(url("check")).content.decode()
        times = client.get(url("time")).content.decode()
        booking = booked(slot=slot)
        manage = Client().get(url("manage", tokens.token_of(booking))).content.decode()
    for shown in (page, manage, OutgoingMessage.objects.first().body_text):
        assert "10am" in shown
        assert "(UK time)" in shown
    assert "Monday 16 November" in times


def test_u7_every_answer_can_be_changed_and_leads_back_to_the_check():
    client = client_with(DraftFactory())
    page = client.get(url("check")).content.decode()
    for step in ("need", "time", "you", "question"):
        assert f'href="{url(step)}"' in page
    assert client.post(url("question"), {"question": "Another"})["Location"].startswith(url("check"))
    assert "Another" in client.get(url("check")).content.decode()
