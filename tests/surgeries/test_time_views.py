"""The page of times: what is free, and what to do when it no longer is (B8, B20, U2)."""

import re
from datetime import timedelta

import pytest

from surgeries import actions
from surgeries.models import Booking, Slot
from tests.factories.accounts import UserFactory
from tests.factories.surgeries import (
    NOW,
    AdviserFactory,
    DraftFactory,
    SlotFactory,
    booked,
)
from tests.surgeries.visits import YOU, client_with, submit, submit_to_the_end, url

pytestmark = pytest.mark.usefixtures("db", "clock")


def test_taken_page_keeps_the_answers_and_offers_the_nearest():
    adviser = AdviserFactory()
    slots = [SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=7, hours=hour)) for hour in range(8)]
    draft = DraftFactory(slot=slots[2])
    client = client_with(draft)
    booked(slot=slots[2], email="kim@example.gov.uk")
    response = submit_to_the_end(client, draft)
    page = response.content.decode()
    assert response.status_code == 200
    assert "That time was just taken" in page
    assert "Your answers are safe" in page
    nearest = re.findall(r'name="slot" value="([^"]+)"', page.split('class="error-summary"')[1].split("</div>")[0])
    assert nearest == [str(slots[place].uuid) for place in (0, 1, 3, 4, 5, 6)]
    assert client.post(url("time"), {"slot": slots[3].uuid})["Location"].startswith(url("check"))
    submit(client, draft)
    assert Booking.objects.filter(slot=slots[3], contact__email_norm=draft.answers["email"]).exists()


def test_b8_time_withdrawn_meanwhile_is_said_so():
    slot, _other = SlotFactory(), SlotFactory()
    draft = DraftFactory(slot=slot)
    client = client_with(draft)
    actions.withdraw(slot=slot, reason="Ill", by=UserFactory(), now=NOW)
    for response in (submit_to_the_end(client, draft), client.get(url("time"))):
        assert "That time is no longer available" in response.content.decode()
    assert client.get(url("check"))["Location"].startswith(url("time"))


def test_b20_no_times_at_all_says_so_and_offers_the_request(client):
    draft = DraftFactory()
    Slot.objects.update(status="withdrawn")
    page = client_with(draft).get(url("time")).content.decode()
    assert "There are no free times in the next 8 weeks" in page
    assert url("request") in page


def test_time_that_offers_another_way_to_meet_asks_again_how():
    draft = DraftFactory(slot=SlotFactory(formats=["phone", "in_person"]))
    client = client_with(draft)
    assert client.get(url("check"))["Location"].startswith(url("you"))
    page = client.post(url("you"), YOU | {"format": "phone"}).content.decode()
    assert "Enter the number on which we should call you" in page
    client.post(url("you"), YOU | {"format": "phone", "phone": "01865 000000"})
    submit(client, draft)
    assert (Booking.objects.get().format, Booking.objects.get().phone) == ("phone", "01865 000000")


def test_weeks_lead_to_each_other_and_ways_to_meet_narrow():
    adviser = AdviserFactory()
    first = SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=7))
    later = SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=21), formats=["in_person"])
    client = client_with(DraftFactory(slot=first))
    page = client.get(url("time")).content.decode()
    assert (str(first.uuid) in page, str(later.uuid) in page) == (True, False)
    assert "?week=2026-11-30" in page
    page = client.get(f"{url('time')}?week=2026-11-30&how=in_person").content.decode()
    assert str(later.uuid) in page
    assert str(first.uuid) not in client.get(f"{url('time')}?how=in_person").content.decode()


def test_times_of_one_adviser_are_shown_alone_and_the_other_choice_is_kept():
    ann, bo = AdviserFactory(public_name="Ann Abel"), AdviserFactory(public_name="Bo Bell", is_example=True)
    hers = SlotFactory(adviser=ann, starts_at=NOW + timedelta(days=7), formats=["video", "phone"])
    his = SlotFactory(adviser=bo, starts_at=NOW + timedelta(days=7))
    his_later = SlotFactory(adviser=bo, starts_at=NOW + timedelta(days=14), formats=["phone"])
    client = client_with(DraftFactory(slot=hers))
    page = client.get(url("time")).content.decode()
    assert all(str(one.uuid) in page for one in (hers, his))
    assert "Bo Bell (example)</a>" in page
    page = client.get(f"{url('time')}?how=video&who={bo.pk}").content.decode()
    assert [str(one.uuid) in page for one in (hers, his, his_later)] == [False, True, False]
    assert "<b>Bo Bell (example)</b>" in page
    assert f'?how=phone&amp;who={bo.pk}"' in page
    assert f'{url("time")}?how=video">Anyone</a>' in page
    page = client.get(f"{url('time')}?who={bo.pk}").content.decode()
    assert f"?week=2026-11-23&amp;who={bo.pk}" in page, "the next week is his too"
    nobody = client.get(f"{url('time')}?who={bo.pk + 1000}").content.decode()
    assert "for what you chose" in nobody
    for nonsense in ("who=x", "who=-1", "who=99999999999999999999"):
        assert str(hers.uuid) in client.get(f"{url('time')}?{nonsense}").content.decode()


def test_u2_every_time_has_a_whole_name():
    slot = SlotFactory(starts_at=NOW.replace(day=17, hour=10, minute=0))
    page = client_with(DraftFactory(slot=slot)).get(url("time")).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page.split('class="day"')[1].split("</fieldset>")[0]).split())
    assert "Tuesday 17 November" in text
    assert f"10am to 10:45am, with {slot.adviser.name_shown}, Online" in text
