"""Spreadsheets that are asked for by a request and made by a worker: once, again after a fault, and not for ever."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
import redis
from celery import current_app
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from golab.exports import making, queue, recipes, tasks
from golab.exports.columns import Column
from golab.exports.models import MadeFile
from golab.exports.serving import spreadsheet
from golab.exports.sheets import Sheet
from tests.reading import content_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
COLUMNS = [Column("name", "Name", lambda row: row)]


class Kitchen:
    """A recipe whose data a test changes."""

    def __init__(self) -> None:
        self.version, self.made, self.is_broken = "1", 0, False

    def sheets(self, question: str):
        self.made += 1
        if self.is_broken:
            raise OSError("The worker is told to stop.")
        yield Sheet("Things", COLUMNS, [f"=1+1 {question}", "second"])
        yield Sheet("About", COLUMNS, ["Whose it is"])


@pytest.fixture
def kitchen(monkeypatch):
    kitchen = Kitchen()
    monkeypatch.setattr(recipes, "_recipes", {})
    recipes.register(
        recipes.Recipe(name="things", sheets=kitchen.sheets, version=lambda: kitchen.version, begin=lambda: None)
    )
    return kitchen


def asked(kind: str = "xlsx", question: str = "?q=a", address: str = "192.0.2.1"):
    request = RequestFactory(REMOTE_ADDR=address).get("/things.xlsx")
    return spreadsheet(request, recipe="things", kind=kind, question=question, back="/things/")


def work(now: datetime = NOW) -> int:
    return sum(making.make(file_id=file_id, now=now) for file_id in making.due(now=now))


def test_two_requests_make_one_file_that_is_sent_from_then_on(kitchen):
    first, second = asked(), asked()
    assert (first.status_code, second.status_code) == (202, 202)
    assert (first["Refresh"], first["Cache-Control"]) == ("5", "no-store")
    assert b"is being made" in first.content
    assert b"<script" not in first.content.partition(b"<main")[2].partition(b"</main>")[0]
    assert work() == 1
    sent = asked()
    assert sent["Content-Disposition"] == 'attachment; filename="things.xlsx"'
    book = openpyxl.load_workbook(BytesIO(content_of(sent)))
    assert book.sheetnames == ["Things", "About"]
    cell = book["Things"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1 ?q=a", "s")  # text, which nobody runs
    asked()
    assert (kitchen.made, MadeFile.objects.count()) == (1, 1)


def test_other_question_format_or_data_is_another_file(kitchen):
    asked()
    asked(kind="ods")
    asked(question="")
    kitchen.version = "2"
    asked()
    assert MadeFile.objects.count() == work() == 4


def test_file_of_a_worker_that_stopped_is_made_by_the_next(kitchen):
    asked()
    kitchen.is_broken = True
    with pytest.raises(OSError, match="told to stop"):
        work()
    kitchen.is_broken = False
    assert work() == 1
    asked(question="?dead")
    [waiting] = making.due(now=NOW)
    MadeFile.objects.filter(pk=waiting).update(lease_until=NOW + making.LEASE)  # a worker has it, or died with it
    assert work() == 0
    assert work(NOW + making.LEASE + timedelta(seconds=1)) == 1


def test_what_fails_again_and_again_is_said_and_left(kitchen):
    asked()
    kitchen.is_broken = True
    for _ in range(making.MOST_TRIES):
        with pytest.raises(OSError, match="told to stop"):
            work()
    assert work() == 0
    failed = asked()
    assert failed.status_code == 500
    assert b"could not be made" in failed.content
    assert "Refresh" not in failed


def test_files_of_old_data_go_and_those_of_today_stay(kitchen):
    for version in ("1", "2"):
        kitchen.version = version
        asked()
    work()
    MadeFile.objects.update(asked_at=NOW)
    assert making.forget_old(now=NOW + making.ALLOWED / 2) == 0
    assert making.forget_old(now=NOW + making.ALLOWED * 2) == 1
    assert MadeFile.objects.get().version == "2"
    assert making.forget_old(now=NOW + making.KEPT + timedelta(days=1)) == 1


def test_one_address_may_ask_for_so_many_new_files(kitchen, monkeypatch):
    monkeypatch.setattr("golab.exports.serving.MOST_AN_HOUR", 2)
    answers = [asked(question=f"?q={number}").status_code for number in range(4)]
    if answers[3] != 429:  # a new hour began meanwhile
        answers = [asked(question=f"?q=again{number}").status_code for number in range(4)]
    assert answers[3] == 429
    assert asked(question="?q=0").status_code == 202  # known already
    assert asked(question="?q=9", address="192.0.2.2").status_code == 202


def test_a_key_stands_once_and_content_has_its_time():
    values = {"recipe": "things", "format": "xlsx", "version": "1", "asked_at": NOW}
    MadeFile.objects.create(key="a", **values)
    with pytest.raises(IntegrityError, match="key"), transaction.atomic():
        MadeFile.objects.create(key="a", **values)
    with pytest.raises(IntegrityError, match="made_file_has_a_time_with_its_content"), transaction.atomic():
        MadeFile.objects.create(key="b", content=b"x", **values)


def test_tasks_do_it(kitchen, monkeypatch):
    assert {entry["task"] for entry in tasks.SCHEDULE.values()} <= set(current_app.tasks)
    asked()
    woken = []
    monkeypatch.setattr(queue, "wake", lambda *, file_id: woken.append(file_id))
    tasks.sweep()
    [file_id] = woken
    tasks.make_file(file_id=file_id)
    tasks.make_file(file_id=file_id)
    tasks.forget_old()
    assert kitchen.made == 1
    assert MadeFile.objects.get().is_made


def test_worker_is_woken_when_the_request_is_through(kitchen, settings, django_capture_on_commit_callbacks):
    if not settings.REDIS_URL:
        pytest.skip("no REDIS_URL: set it to run this test")
    settings.CELERY_TASK_DEFAULT_QUEUE = name = f"exports-test-{uuid4()}"
    queue.publisher.cache_clear()
    broker = redis.Redis.from_url(settings.REDIS_URL)
    with django_capture_on_commit_callbacks(execute=True):
        asked()
    [message] = broker.lrange(name, 0, -1)
    assert json.loads(message)["headers"]["task"] == "golab.exports.tasks.make_file"
    for key in broker.scan_iter(f"*{name}*"):
        broker.delete(key)
    broker.close()
    queue.publisher().close()
    queue.publisher.cache_clear()
