"""When messages wait, everyone who works in the CMS sees it on every page (R21)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from golab.notifications import hold
from golab.notifications.delivery import deliver_due
from golab.notifications.health import SWEEP
from golab.notifications.models import Heartbeat
from tests.factories.notifications import OutgoingMessageFactory

pytestmark = pytest.mark.django_db
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def staff(client, django_user_model):
    user = django_user_model.objects.create_user("editor@example.org", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return client


def test_r21_no_worker_for_ten_minutes_turns_health_red_and_is_said_on_every_page(staff, admin_client):
    OutgoingMessageFactory(next_attempt_at=timezone.now() - TEN_MINUTES)
    Heartbeat.objects.beat(SWEEP, now=timezone.now() - TEN_MINUTES)
    deep = staff.get("/healthz/deep")
    assert (deep.status_code, deep.json()["checks"]["messages"]["status"]) == (503, "red")
    for address in (reverse("wagtailadmin_home"), reverse("wagtailadmin_account")):
        text = staff.get(address).text
        assert "Emails are waiting. The oldest message that is due has waited 10 minutes." in text
    assert "See the messages" not in text, "for those who may see them"
    assert "See the messages" in admin_client.get(reverse("wagtailadmin_home")).text
    deliver_due()
    Heartbeat.objects.beat(SWEEP, now=timezone.now())
    cache.clear()
    assert "Emails are" not in staff.get(reverse("wagtailadmin_home")).text
    assert staff.get("/healthz/deep").status_code == 200


def test_hold_is_said_on_every_page(staff):
    hold.begin(reason="Restored", now=timezone.now())
    assert "Emails are held. Messages are held since" in staff.get(reverse("wagtailadmin_home")).text


def test_messages_of_the_cms_stay_and_the_state_is_asked_for_once(staff, django_assert_max_num_queries):
    Heartbeat.objects.beat(SWEEP, now=timezone.now())
    home = reverse("wagtailadmin_home")
    staff.get(home)
    with django_assert_max_num_queries(20) as told:
        staff.get(home)
    assert not [query for query in told.captured_queries if "notifications_" in query["sql"]]
