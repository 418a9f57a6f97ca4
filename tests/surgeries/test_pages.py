"""Pages that invite: the page of surgeries, the home page, the request; and what each page costs."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache

from golab.pages.snapshots import start_request
from surgeries import tokens
from surgeries.models import Slot, StageOption, SurgeryRequest, SurgeryTopic
from tests.factories.pages import HomePageFactory, StandardPageFactory
from tests.factories.surgeries import (
    NOW,
    AdviserFactory,
    DraftFactory,
    SlotFactory,
    StageOptionFactory,
    SurgeryIndexPageFactory,
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
    page = SurgeryIndexPageFactory()
    slots = SlotFactory.create_batch(5)
    html = client.get(page.url).content.decode()
    assert "Booked up to 8 weeks ahead." in html
    assert html.count('class="tag">Example<') == 5
    assert sum(f"?slot={slot.uuid}" in html for slot in slots) == 3
    assert not client.cookies


def test_home_page_offers_the_next_times(client):
    home = HomePageFactory()
    assert "Talk it through" not in client.get(home.url).content.decode()
    SurgeryIndexPageFactory()
    slot = SlotFactory()
    cache.clear()
    html = client.get(home.url).content.decode()
    assert f"/surgeries/book/need/?slot={slot.uuid}" in html
    Slot.objects.update(status="withdrawn")
    assert "There are no free surgery times" in client.get(home.url).content.decode()


def queries(client, address: str, django_assert_max_num_queries) -> list[str]:
    """The queries of one request with every cache empty: eight at most and no two alike."""
    cache.clear()
    start_request()
    with django_assert_max_num_queries(8) as seen:
        assert client.get(address).status_code == 200
    statements = [query["sql"] for query in seen.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(set(statements)) == len(statements)
    return statements


@pytest.mark.parametrize(
    "name", ["page", "need", "time", "you", "question", "check", "booked", "manage", "move", "cancel"]
)
def test_page_takes_at_most_eight_queries_however_many_rows(name, django_assert_max_num_queries):
    page = SurgeryIndexPageFactory()
    StandardPageFactory(title="Support")
    draft = DraftFactory(email="kim@example.gov.uk")
    client = client_with(draft)
    if name == "booked":
        address = submit(client, draft)["Location"]
    elif name in ("manage", "move", "cancel"):
        address = url(name, tokens.token_of(booked()))
    else:
        address = page.url if name == "page" else url(name)
    few = len(queries(client, address, django_assert_max_num_queries))
    adviser = AdviserFactory()
    later = [NOW + timedelta(days=day, hours=3) for day in range(7, 37)]
    Slot.objects.bulk_create(SlotFactory.build(adviser=adviser, starts_at=moment) for moment in later)
    SurgeryTopic.objects.bulk_create(TopicFactory.build_batch(10))
    StageOption.objects.bulk_create(StageOptionFactory.build_batch(10))
    assert len(queries(client, address, django_assert_max_num_queries)) == few
