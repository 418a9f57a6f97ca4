from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.models import Page

from golab.ops import tasks

pytestmark = pytest.mark.django_db


def test_page_goes_live_when_its_time_has_come():
    page = Page.objects.filter(depth=2).first().add_child(instance=Page(title="Later", slug="later", live=False))
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    tasks.publish_scheduled()
    page.refresh_from_db()
    assert page.live


def test_ended_sessions_are_deleted_and_others_stay():
    now = timezone.now()
    Session.objects.create(session_key="ended", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="open", expire_date=now + timedelta(days=1))
    tasks.clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


def test_schedule_names_tasks_that_exist():
    for entry in tasks.SCHEDULE.values():
        module, _, name = entry["task"].rpartition(".")
        assert module == tasks.__name__
        assert getattr(tasks, name).name == entry["task"]
