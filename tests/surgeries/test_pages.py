"""Pages that invite: the page of surgeries, the home page, the request; and what each page costs."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from golab.pages.snapshots import start_request
from surgeries import tokens
from surgeries.models import Slot, StageOption, SurgeryIndexPage, SurgeryPolicy, SurgeryRequest, SurgeryTopic
from tests.factories.pages import StandardPageFactory
from tests.factories.surgeries import (
    NOW,
    AdviserFactory,
    DraftFactory,
    SlotFactory,
    StageOptionFactory,
    TopicFactory,
    booked,
)
from tests.surgeries.visits import YOU, client_with, submit, url

pytestmark = pytest.mark.usefixtures("db", "clock")


def test_request_for_a_time_reaches_staff_and_thanks(client):
    form = {
        **YOU, "topic": TopicFactory().pk, "journey_stage": StageOptionFactory().pk, "question": "Where to begin?",
        "availability": "Mondays", "submission_key": uuid.uuid4(),
    }  # fmt: skip
    assert "Tell us when would suit you" in client.post(url("request"), form | {"availability": ""}).content.decode()
    assert client.post(url("request"), form)["Location"] == url("request-received")
    assert client.get(url("request-received")).status_code == 200
    assert SurgeryRequest.objects.get().availability == "Mondays"


def test_page_of_surgeries_shows_examples_as_such_and_fills_in_the_rules(client):
    slots = SlotFactory.create_batch(5)
    html = client.get("/surgeries/").content.decode()
    assert "Booked up to 8 weeks ahead." in html
    assert html.count('class="tag">Example<') == 5
    assert sum(f"?slot={slot.uuid}" in html for slot in slots) == 3
    assert not client.cookies


def test_home_page_offers_the_next_times(client):
    slot = SlotFactory()
    html = client.get("/").content.decode()
    assert f"/surgeries/book/need/?slot={slot.uuid}" in html
    Slot.objects.update(status="withdrawn")
    assert "There are no free surgery times" in client.get("/").content.decode()
    SurgeryIndexPage.objects.get().unpublish()
    cache.clear()
    assert "Talk it through" not in client.get("/").content.decode()


def queries_of_each(client: Client, addresses: list[str], at_most_eight) -> dict[str, int]:
    """How many queries each address takes with every cache empty: eight at most and no two alike."""
    counts = {}
    for address in addresses:
        cache.clear()
        start_request()
        with at_most_eight(8) as seen:
            assert client.get(address).status_code == 200, address
        statements = [query["sql"] for query in seen.captured_queries if "SAVEPOINT" not in query["sql"]]
        assert len(set(statements)) == len(statements), address
        counts[address] = len(statements)
    return counts


def test_every_page_takes_at_most_eight_queries_however_many_rows(django_assert_max_num_queries):
    StandardPageFactory(title="Support", live=True)
    SurgeryPolicy.load()  # as every hub has it
    draft = DraftFactory(email="kim@example.gov.uk")
    client = client_with(DraftFactory(slot=SlotFactory()))
    who_was_too_late = client_with(DraftFactory(slot=booked().slot))
    token = tokens.token_of(booked())
    addresses = ["/surgeries/", *(url(name) for name in ("need", "time", "you", "question", "check"))]
    addresses += [url(name, token) for name in ("manage", "move", "cancel")]
    one_who_booked = client_with(draft)
    receipt = [submit(one_who_booked, draft)["Location"]]
    few = queries_of_each(client, addresses, django_assert_max_num_queries)
    few_of_late = queries_of_each(who_was_too_late, [url("time")], django_assert_max_num_queries)
    few_of_receipt = queries_of_each(one_who_booked, receipt, django_assert_max_num_queries)
    adviser = AdviserFactory()
    later = [NOW + timedelta(days=day, hours=3) for day in range(7, 37)]
    Slot.objects.bulk_create(SlotFactory.build(adviser=adviser, starts_at=moment) for moment in later)
    SurgeryTopic.objects.bulk_create(TopicFactory.build_batch(10))
    StageOption.objects.bulk_create(StageOptionFactory.build_batch(10))
    assert queries_of_each(client, addresses, django_assert_max_num_queries) == few
    assert queries_of_each(who_was_too_late, [url("time")], django_assert_max_num_queries) == few_of_late
    assert queries_of_each(one_who_booked, receipt, django_assert_max_num_queries) == few_of_receipt
