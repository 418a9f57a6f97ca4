"""One message at a time against a real mail server: every class of error, leases and races."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings

from golab.notifications.delivery import deliver, deliver_due
from golab.notifications.errors import TEMPORARY_PLAN
from golab.notifications.models import OutgoingMessage, Suppression
from tests.factories.notifications import OutgoingMessageFactory, SuppressionFactory
from tests.smtp import Fault

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def refreshed(row: OutgoingMessage) -> OutgoingMessage:
    return OutgoingMessage.objects.get(pk=row.pk)


def outcomes(row: OutgoingMessage) -> list[str]:
    return list(row.history.values_list("outcome", flat=True))


def test_message_due_is_sent_once(sink, now):
    row = OutgoingMessageFactory()
    assert deliver(message_id=row.pk, now=now) == "sent"
    assert deliver(message_id=row.pk, now=now) == "not_claimed"
    row = refreshed(row)
    assert (row.status, row.sent_at, row.claim, row.attempts) == ("sent", now, None, 0)
    assert [message["Message-ID"] for message in sink.taken] == [row.message_id]
    assert outcomes(row) == ["sent"]


def test_message_not_yet_due_is_left_alone(sink, now):
    row = OutgoingMessageFactory(next_attempt_at=now + MINUTE)
    assert deliver(message_id=row.pk, now=now) == "not_claimed"
    assert sink.taken == []


def test_message_that_does_not_exist_is_no_error(now):
    assert deliver(message_id="00000000-0000-0000-0000-000000000000", now=now) == "not_claimed"


def test_r11_unknown_recipient_fails_at_once_and_stops_optional_mail(sink, now):
    row = OutgoingMessageFactory(to_email="Gone@example.org")
    sink.answer_to["Gone@example.org"] = "550 5.1.1 No such user"
    assert deliver(message_id=row.pk, now=now) == "permanent"
    row = refreshed(row)
    assert (row.status, row.attempts, row.finished_at) == ("failed_permanent", 0, now)
    assert "No such user" in row.last_error
    assert row.history.get().smtp_code == 550
    assert Suppression.objects.get().scope == "hard_bounce"
    reminder = OutgoingMessageFactory(kind="test_reminder", to_email="gone@example.org")
    assert deliver(message_id=reminder.pk, now=now) == "suppressed"


def test_refusal_of_the_text_fails_and_does_not_blame_the_address(sink, now):
    row = OutgoingMessageFactory()
    sink.answer_to_data = "554 5.7.1 Looks like spam"
    assert deliver(message_id=row.pk, now=now) == "permanent"
    assert refreshed(row).status == "failed_permanent"
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("answer", ["450 4.2.0 Greylisted", "451 4.3.0 Later", "452 4.2.2 Full", "552 5.3.4 Too large"])
def test_temporary_refusal_is_retried_on_plan(sink, now, answer):
    row = OutgoingMessageFactory()
    sink.answer_to[row.to_email] = answer
    assert deliver(message_id=row.pk, now=now) == "temporary"
    row = refreshed(row)
    assert (row.status, row.attempts, row.next_attempt_at, row.smtp_started_at) == ("pending", 1, now + MINUTE, None)


def test_r10_temporary_refusal_goes_through_the_whole_plan_then_dies(sink, now):
    row = OutgoingMessageFactory()
    sink.answer_to[row.to_email] = "451 4.3.0 Later"
    pauses = []
    while (row := refreshed(row)).status == "pending":
        at = row.next_attempt_at
        deliver(message_id=row.pk, now=at)
        pauses.append(refreshed(row).next_attempt_at - at)
    assert pauses[:-1] == TEMPORARY_PLAN
    assert (row.status, row.attempts) == ("dead", len(TEMPORARY_PLAN) + 1)
    assert sink.taken == []


def test_r10_temporary_refusal_of_one_does_not_delay_others(sink, now):
    first, *others = OutgoingMessageFactory.create_batch(4)
    sink.answer_to[first.to_email] = "451 4.3.0 Later"
    assert deliver_due(clock=lambda: now) == Counter(sent=3, temporary=1)
    assert sink.recipients == sorted(f"Robin Reader <{row.to_email}>" for row in others)


def test_r9_server_down_for_hours_costs_no_attempt_and_then_all_is_sent(sink, now, settings):
    settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT
    row, at, pauses = OutgoingMessageFactory(), now, []
    while at < now + timedelta(hours=6):
        assert deliver(message_id=row.pk, now=at) == "outage"
        pauses.append(refreshed(row).next_attempt_at - at)
        at = refreshed(row).next_attempt_at
    row = refreshed(row)
    assert (row.status, row.attempts, row.outage_since) == ("pending", 0, now)
    for pause, plan in zip(pauses, [0.5, 2, *[5] * len(pauses)], strict=False):
        assert plan * MINUTE <= pause <= 1.2 * plan * MINUTE
    settings.EMAIL_PORT = port
    assert deliver(message_id=row.pk, now=at) == "sent"
    assert refreshed(row).outage_since is None


@pytest.mark.parametrize("answer", ["421 4.3.2 Closing", "432 4.3.2 Too many connections"])
def test_busy_server_counts_as_outage(sink, now, answer):
    row = OutgoingMessageFactory()
    sink.answer_to[row.to_email] = answer
    assert deliver(message_id=row.pk, now=now) == "outage"
    assert refreshed(row).attempts == 0


def test_silence_before_the_message_counts_as_outage(sink, now, settings):
    settings.EMAIL_TIMEOUT = 0.2
    sink.at_greeting = Fault.HANG
    row = OutgoingMessageFactory()
    assert deliver(message_id=row.pk, now=now) == "outage"
    assert refreshed(row).uncertain_retries == 0


def test_outage_ends_with_the_message_s_use(now, settings):
    settings.OUTBOX_EMAIL_BACKEND, settings.EMAIL_PORT = "golab.notifications.backends.SmtpBackend", 1
    row = OutgoingMessageFactory(expires_at=now + MINUTE)
    assert deliver(message_id=row.pk, now=now) == "outage"
    assert deliver(message_id=row.pk, now=now + MINUTE) == "cancelled"
    assert refreshed(row).last_error_kind == "expired"


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DROP])
def test_r12_no_answer_after_the_message_is_repeated_once_then_left_to_a_person(sink, now, settings, fault):
    settings.EMAIL_TIMEOUT = 0.2
    sink.at_data = fault
    row = OutgoingMessageFactory()
    assert deliver(message_id=row.pk, now=now) == "uncertain"
    row = refreshed(row)
    assert (row.status, row.uncertain_retries, row.attempts) == ("pending", 1, 0)
    assert deliver(message_id=row.pk, now=row.next_attempt_at) == "uncertain"
    assert refreshed(row).status == "dead"
    assert deliver_due(clock=lambda: now + timedelta(days=30)) == Counter()
    assert [message["Message-ID"] for message in sink.taken] == [row.message_id] * 2


def test_header_that_no_mail_takes_fails_for_good_and_does_not_block_others(sink, now):
    poison = OutgoingMessageFactory(headers={"List-Unsubscribe": "<https://example.org/>\nBcc: all@example.org"})
    good = OutgoingMessageFactory(next_attempt_at=now + MINUTE)
    assert deliver_due(clock=lambda: now + MINUTE) == Counter(permanent=1, sent=1)
    assert refreshed(poison).status == "failed_permanent"
    assert refreshed(good).status == "sent"


def test_unexpected_error_keeps_its_name_and_does_not_block_others(sink, now):
    poison = OutgoingMessageFactory(kind="test_reminder", subject_kind="broken")
    OutgoingMessageFactory()
    assert deliver_due(clock=lambda: now) == Counter(unknown=1, sent=1)
    poison = refreshed(poison)
    assert (poison.status, poison.attempts, poison.last_error_kind) == ("pending", 1, "unknown")
    assert "LookupError: the subject's table is missing" in poison.last_error


def test_r18_message_about_what_is_gone_is_cancelled(sink, now):
    row = OutgoingMessageFactory(kind="test_reminder", subject_kind="gone")
    assert deliver(message_id=row.pk, now=now) == "cancelled"
    assert (refreshed(row).last_error_kind, sink.taken) == ("irrelevant", [])


@pytest.mark.parametrize(
    ("scope", "kind", "outcome"),
    [
        ("reminders", "test_reminder", "suppressed"),
        ("all_nonessential", "test_reminder", "suppressed"),
        ("digest", "test_reminder", "sent"),
        ("all_nonessential", "test_receipt", "sent"),
        ("hard_bounce", "test_receipt", "sent"),
    ],
)
def test_opting_out_holds_back_only_what_may_be(sink, now, scope, kind, outcome):
    SuppressionFactory(email_norm="robin@example.org", scope=scope)
    row = OutgoingMessageFactory(kind=kind, to_email="Robin@Example.org")
    assert deliver(message_id=row.pk, now=now) == outcome


def test_r24_staging_writes_only_to_allowed_addresses(sink, now, settings):
    settings.EMAIL_ALLOWED_RECIPIENTS = ["me@example.org", "@golab.example"]
    for address in ["Me@example.org", "any@golab.example", "public@example.com", "x@evil-golab.example"]:
        OutgoingMessageFactory(to_email=address)
    assert deliver_due(clock=lambda: now) == Counter(sent=2, suppressed=2)
    assert {row.last_error_kind for row in OutgoingMessage.objects.filter(status="suppressed")} == {"not_allowed"}


def test_drain_stops_when_the_server_is_plainly_down(now, settings):
    settings.OUTBOX_EMAIL_BACKEND, settings.EMAIL_PORT = "golab.notifications.backends.SmtpBackend", 1
    OutgoingMessageFactory.create_batch(10)
    assert deliver_due(clock=lambda: now) == Counter(outage=3)
    assert OutgoingMessage.objects.filter(attempts=0, status="pending").count() == 10


def test_drain_takes_the_urgent_first(sink, now):
    OutgoingMessageFactory(priority=90, to_email="bulk@example.org")
    OutgoingMessageFactory(priority=10, to_email="urgent@example.org")
    deliver_due(clock=lambda: now)
    assert [message["To"].addresses[0].addr_spec for message in sink.taken] == [
        "urgent@example.org",
        "bulk@example.org",
    ]


def test_lease_that_stands_keeps_others_out(sink, now):
    row = OutgoingMessageFactory(sending=True, lease_until=now + MINUTE)
    assert deliver(message_id=row.pk, now=now) == "not_claimed"
    assert deliver_due(clock=lambda: now) == Counter()


def test_lease_run_out_before_smtp_is_retried_freely(sink, now):
    row = OutgoingMessageFactory(sending=True, lease_until=now)
    assert deliver(message_id=row.pk, now=now + MINUTE) == "sent"
    assert refreshed(row).uncertain_retries == 0


def test_lease_run_out_after_smtp_began_is_repeated_once_then_dead(sink, now):
    once = OutgoingMessageFactory(sending=True, lease_until=now, smtp_started_at=now)
    twice = OutgoingMessageFactory(sending=True, lease_until=now, smtp_started_at=now, uncertain_retries=1)
    deliver_due(clock=lambda: now + MINUTE)
    once, twice = refreshed(once), refreshed(twice)
    assert (once.status, once.uncertain_retries, outcomes(once)) == ("sent", 1, ["lost", "sent"])
    assert (twice.status, twice.last_error_kind, outcomes(twice)) == ("dead", "uncertain", ["lost"])
    assert len(sink.taken) == 1


class OvertakenBackend(EmailBackend):
    """A mail server so slow that the lease runs out and another worker sends the message meanwhile."""

    def send_messages(self, messages):
        row = OutgoingMessage.objects.get(status="sending")
        with override_settings(OUTBOX_EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
            assert deliver(message_id=row.pk, now=row.lease_until + MINUTE) == "sent"
        return super().send_messages(messages)


def test_worker_that_lost_its_lease_cannot_finish(now, settings):
    settings.OUTBOX_EMAIL_BACKEND = f"{__name__}.OvertakenBackend"
    row = OutgoingMessageFactory()
    assert deliver(message_id=row.pk, now=now) == "not_claimed"
    row = refreshed(row)
    assert (row.status, row.uncertain_retries, outcomes(row)) == ("sent", 1, ["lost", "sent"])
    assert row.sent_at > now
