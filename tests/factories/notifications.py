"""Rows of the outbox."""

import uuid
from datetime import UTC, datetime

import factory

from golab.notifications.models import MessageAttempt, OutgoingMessage, Subscription, Suppression

WRITTEN = datetime(2026, 11, 9, 10, 30, tzinfo=UTC)


class OutgoingMessageFactory(factory.django.DjangoModelFactory):
    """A waiting message, due from WRITTEN on. Traits put it into other states."""

    class Meta:
        model = OutgoingMessage

    class Params:
        sending = factory.Trait(
            status="sending", claim=factory.LazyFunction(uuid.uuid4), lease_until=factory.SelfAttribute("created_at")
        )
        sent = factory.Trait(
            status="sent", sent_at=factory.SelfAttribute("created_at"), finished_at=factory.SelfAttribute("created_at")
        )
        dead = factory.Trait(status="dead", finished_at=factory.SelfAttribute("created_at"))

    kind = "test_receipt"
    dedupe_key = factory.Sequence(lambda n: f"test:{n}")
    to_name = "Robin Reader"
    to_email = factory.Sequence(lambda n: f"reader{n}@example.org")
    subject = "Your receipt"
    body_text = "Dear Robin Reader,\n\nThank you.\n"
    body_html = "<p>Dear Robin Reader,</p><p>Thank you.</p>"
    created_at = WRITTEN
    next_attempt_at = factory.SelfAttribute("created_at")
    message_id = factory.LazyAttribute(lambda row: f"<{row.id}@mail.example.org>")
    id = factory.LazyFunction(uuid.uuid4)


class MessageAttemptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MessageAttempt

    message = factory.SubFactory(OutgoingMessageFactory)
    at = WRITTEN
    outcome = "temporary"


class SuppressionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Suppression

    email_norm = factory.Sequence(lambda n: f"reader{n}@example.org")
    scope = "reminders"
    at = WRITTEN
    source = "Asked on the website"


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """An alert that is on, asked for and started at WRITTEN; `waiting=True` makes one that nobody has started."""

    class Meta:
        model = Subscription

    class Params:
        waiting = factory.Trait(confirmed_at=None, told_until=None, next_at=None)

    contact = factory.SubFactory("tests.factories.accounts.ContactFactory")
    source = "test"
    query = factory.Sequence(lambda n: f"q=word{n}")
    label = "“rate cards”"
    asked_at = confirmed_at = told_until = WRITTEN
    next_at = WRITTEN
