"""Searches that people keep: asked for, started, told once a week at most, and stopped."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.signing import Signer
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from golab.accounts import registry
from golab.accounts.models import Contact
from golab.notifications.alerts import actions, digests, sources, tokens
from golab.notifications.alerts.models import Subscription
from golab.notifications.alerts.sources import AlertSource, News, Search
from golab.notifications.delivery import deliver
from golab.notifications.messages import build
from golab.notifications.models import OutgoingMessage
from tests.factories.accounts import ContactFactory, UserFactory
from tests.factories.notifications import WRITTEN, SubscriptionFactory

pytestmark = pytest.mark.django_db
ASK = "/alerts/ask/"
WEEK = timedelta(days=7)
ITEM = {
    "title": "On prices",
    "kind_label": "Report",
    "date_label": "2019",
    "summary": "What it says.",
    "url": "https://hub.example.org/library/on-prices/",
}


def read(query: str) -> Search:
    return Search(query.removeprefix("?"), f"“{query}”", f"/library/?{query}")


@pytest.fixture(autouse=True)
def told(monkeypatch) -> list:
    """A source whose news is one item; the stretches of time that it was asked about."""
    asked: list[tuple[datetime, datetime]] = []

    def news(query: str, since: datetime, until: datetime) -> News:
        asked.append((since, until))
        return News(0, []) if query == "q=nothing" else News(1, [ITEM])

    monkeypatch.setattr(sources, "_sources", {"test": AlertSource("test", "Test list", read, news)})
    return asked


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def ask(client: Client, email="robin@example.org", query="q=prices", **headers):
    return client.post(ASK, {"about": "test", "query": query, "email": email}, headers=headers)


def link_in(message: OutgoingMessage) -> str:
    return urlsplit(re.search(r"https?://\S+/alerts/\S+", message.body_text)[0]).path


def test_alert_is_asked_for_started_told_and_stopped(strict, now):
    answer = ask(strict, " Robin@Example.org ")
    assert "Look in your inbox" in answer.text
    assert not answer.cookies
    row, message = Subscription.objects.get(), OutgoingMessage.objects.get()
    assert (row.contact.email_norm, row.query, row.is_confirmed) == ("robin@example.org", "q=prices", False)
    assert "List-Unsubscribe" not in message.headers
    link = link_in(message)
    for method in (strict.get, strict.head):
        assert method(link).status_code == 200
    row.refresh_from_db()
    assert not row.is_confirmed, "opening the link starts nothing: mail scanners open links"
    assert "Your alert is on" in strict.post(link).text
    assert "Your alert is on" in strict.post(link).text, "again without harm"
    row.refresh_from_db()
    assert digests.send_due(clock=lambda: row.next_at) == 1
    digest = OutgoingMessage.objects.get(kind="alert_digest")
    assert digest.subject == "1 new for “q=prices”"
    assert "On prices\nReport, 2019\nWhat it says.\nhttps://hub.example.org/library/on-prices/" in digest.body_text
    stop = re.fullmatch(r"<(.*)>", build(digest).message()["List-Unsubscribe"])[1]
    assert build(digest).message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Stop emails like this one: {stop}" in digest.body_text
    assert "Stop this alert" in strict.get(urlsplit(stop).path).text
    assert Subscription.objects.exists(), "opening the link stops nothing"
    one_click = strict.post(urlsplit(stop).path, {"List-Unsubscribe": "One-Click"})
    assert (one_click.status_code, bool(one_click.cookies)) == (200, False)
    assert not Subscription.objects.exists()
    assert not Contact.objects.exists()
    digest.refresh_from_db()
    assert digest.status == "cancelled"
    assert "The alert is stopped" in strict.post(urlsplit(stop).path).text, "the link goes on working"


def test_answer_does_not_tell_whether_the_address_has_the_alert(client):
    SubscriptionFactory(contact__email_norm="robin@example.org", query="q=prices")
    answers = {ask(client, email).text for email in ("robin@example.org", "alex@example.org")}
    assert len(answers) == 1
    assert OutgoingMessage.objects.filter(kind="alert_confirm").count() == 2
    assert Subscription.objects.filter(confirmed_at__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("email", "said"), [("", "Enter your email address"), ("robin", "Enter an email address, like"), ("a@b@c", "like")]
)
def test_wrong_address_is_explained_and_nothing_is_kept(client, email, said):
    page = ask(client, email)
    assert page.status_code == 200
    assert said in page.text
    assert "There is a problem" in page.text
    assert not Contact.objects.exists()


@pytest.mark.parametrize(("about", "query", "status"), [("nothing", "", 404), ("", "", 404), ("test", "x" * 2001, 404)])
def test_search_that_there_is_not_is_not_found(client, about, query, status):
    assert client.post(ASK, {"about": about, "query": query, "email": "a@example.org"}).status_code == status
    assert client.get(ASK, {"about": about, "query": query}).status_code == status


def test_form_has_a_page_of_its_own_and_other_sites_only_get_that(client):
    page = client.get(ASK, {"about": "test", "query": "q=prices"})
    assert "Send me the link to start" in page.text
    assert page["Cache-Control"] == "no-store"
    crossing = ask(client, **{"Sec-Fetch-Site": "cross-site"})
    assert 'value="robin@example.org"' in crossing.text
    assert not OutgoingMessage.objects.exists()
    assert "Look in your inbox" in ask(client, **{"Sec-Fetch-Site": "same-origin"}).text


def test_nobody_can_flood_a_mailbox_or_guess_from_the_answer(client):
    answers = {ask(client, query="q=prices").text for _ in range(5)}
    assert len(answers) == 1
    assert OutgoingMessage.objects.count() <= 3


def test_network_that_asks_too_often_is_told(client, monkeypatch):
    monkeypatch.setattr("golab.notifications.alerts.views.MOST_OF_A_NETWORK", 1)
    ask(client, "a@example.org")
    answer = ask(client, "b@example.org")
    assert (answer.status_code, OutgoingMessage.objects.count()) == (429, 1)
    assert "Try again in an hour" in answer.text


@pytest.mark.parametrize("what", ["confirm", "stop"])
@pytest.mark.parametrize("token", ["made-up", "", "other"])
def test_links_that_are_made_up_open_nothing(client, what, token):
    row = SubscriptionFactory(waiting=True)
    other = {"confirm": "alerts.stop", "stop": "alerts.confirm"}[what]
    token = (
        Signer(salt=other).sign(row.uuid.hex) if token == "other" else token or Signer(salt=f"alerts.{what}").sign("x")
    )
    for method in (client.get, client.post):
        assert method(reverse(f"alerts:{what}", args=[token])).status_code == 404


def test_link_to_start_ends_with_its_row(client):
    row = SubscriptionFactory(waiting=True)
    link = urlsplit(tokens.url_of(row, tokens.CONFIRM)).path
    assert actions.forget_unconfirmed(now=WRITTEN + WEEK) == 0
    assert actions.forget_unconfirmed(now=WRITTEN + WEEK + timedelta(seconds=1)) == 1
    assert client.post(link).status_code == 404
    assert not Contact.objects.exists()


def test_alert_that_is_on_is_never_forgotten_as_unstarted():
    on = SubscriptionFactory()
    actions.stop(which=on.uuid, now=WRITTEN, even_if_started=False)
    assert actions.forget_unconfirmed(now=WRITTEN + 10 * WEEK) == 0
    assert Subscription.objects.exists()


def test_address_stays_as_long_as_something_needs_it(now):
    one = SubscriptionFactory()
    SubscriptionFactory(contact=one.contact)
    actions.stop(which=one.uuid, now=now)
    assert Contact.objects.filter(pk=one.contact_id).exists()


def test_messages_follow_one_another_without_gap_or_double(told):
    row = SubscriptionFactory()
    monday = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
    for moment in (WRITTEN, WRITTEN, monday, monday + timedelta(hours=1), monday + WEEK):
        digests.send_due(clock=lambda moment=moment: moment)
    until = [moment - digests.SETTLED for moment in (WRITTEN, monday, monday + WEEK)]
    assert told == [(WRITTEN, until[0]), (WRITTEN, until[1]), (until[1], until[2])]
    keys = OutgoingMessage.objects.order_by("created_at").values_list("dedupe_key", flat=True)
    assert list(keys) == [f"alert:{row.uuid}:2026-W{week}" for week in (46, 47, 48)]


def test_worker_that_died_before_its_commit_leads_to_no_second_message(monkeypatch):
    row = SubscriptionFactory()

    def killed(*_, **__) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as dying:
        dying.setattr(Subscription, "save", killed)
        with pytest.raises(RuntimeError, match="killed"):
            digests.send_due(clock=lambda: WRITTEN)
    assert not OutgoingMessage.objects.exists(), "the message and the row go together"
    assert digests.send_due(clock=lambda: WRITTEN) == 1
    Subscription.objects.update(next_at=WRITTEN)  # whatever else goes wrong: one message a week
    digests.send_due(clock=lambda: WRITTEN + timedelta(hours=1))
    assert OutgoingMessage.objects.get().subject_uuid == row.uuid


def test_week_without_news_has_no_message(told):
    row = SubscriptionFactory(query="q=nothing")
    assert digests.send_due(clock=lambda: WRITTEN) == 0
    row.refresh_from_db()
    assert not OutgoingMessage.objects.exists()
    assert row.told_until == WRITTEN
    assert row.next_at == datetime(2026, 11, 16, 7, 30, tzinfo=UTC)


def test_next_message_comes_on_monday_by_the_clock_in_london():
    sunday = datetime(2026, 3, 29, 20, tzinfo=UTC)  # the clocks changed that morning
    assert actions.next_time(sunday) == datetime(2026, 3, 30, 6, 30, tzinfo=UTC)
    assert actions.next_time(datetime(2026, 3, 30, 6, 30, tzinfo=UTC)) == datetime(2026, 4, 6, 6, 30, tzinfo=UTC)


def test_alert_whose_list_is_gone_waits_in_silence(monkeypatch):
    SubscriptionFactory()
    monkeypatch.setattr(sources, "_sources", {})
    assert digests.send_due(clock=lambda: WRITTEN) == 0


def test_message_about_an_alert_that_was_stopped_is_not_sent(now):
    row = SubscriptionFactory()
    digests.send_due(clock=lambda: now)
    message = OutgoingMessage.objects.get()
    row.delete()
    assert deliver(message_id=message.pk, now=now) == "cancelled"


def test_account_shows_and_erases_what_is_kept(now):
    user = UserFactory(email="Robin@example.org")
    SubscriptionFactory(contact=ContactFactory(email_norm="robin@example.org"))
    other = SubscriptionFactory()
    part = next(part for part in registry.parts() if part.name == "Email alerts")
    assert part.export(user) == [{"search": "“rate cards”", "asked for": WRITTEN, "started": WRITTEN}]
    part.erase(user, now)
    assert list(Subscription.objects.all()) == [other]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"next_at": None}, "subscription_confirmed_has_its_times"),
        ({"query": "q=twice"}, "subscription_once_for_a_search"),
    ],
)
def test_database_refuses_what_makes_no_sense(changes, name):
    first = SubscriptionFactory(query="q=twice")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SubscriptionFactory(contact=first.contact, **changes)


def test_two_sources_of_one_name_are_a_mistake():
    with pytest.raises(ValueError, match="two alert sources"):
        sources.register(AlertSource("test", "Another", read, lambda *_: News(0, [])))
    assert sources.get(uuid.uuid4().hex) is None
