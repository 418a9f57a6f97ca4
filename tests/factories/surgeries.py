"""Advisers, times and bookings. NOW is a Monday morning in winter."""

import uuid
from datetime import UTC, datetime, time, timedelta

import factory

from surgeries import actions
from surgeries.actions import Details
from surgeries.models import (
    AdviserProfile,
    AnsweredQuestion,
    AvailabilityException,
    AvailabilityRule,
    Booking,
    BookingDraft,
    Feedback,
    Slot,
    StageOption,
    SurgeryIndexPage,
    SurgeryQuestion,
    SurgeryRequest,
    SurgeryTopic,
)
from tests.factories.accounts import ContactFactory
from tests.factories.pages import HomePageFactory, HubPageFactory, stored, the_only
from tests.factories.taxonomy import StepFactory

NOW = datetime(2026, 11, 9, 10, 30, tzinfo=UTC)


class SurgeryIndexPageFactory(HubPageFactory):
    class Meta:
        model = SurgeryIndexPage

    parent = the_only(HomePageFactory)
    title = "Advice surgeries"
    slug = "surgeries"
    standfirst = "Talk it through with someone who has seen a good many."
    what_it_is = stored(("point", "Booked up to {{ horizon_weeks }} weeks ahead."))


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SurgeryTopic

    key = factory.Sequence(lambda n: f"topic-{n}")
    label = factory.Sequence(lambda n: f"Pricing outcomes {n}")
    hint = "Rate cards and deadweight."


class StageOptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StageOption

    key = factory.Sequence(lambda n: f"stage-{n}")
    label = factory.Sequence(lambda n: f"Designing {n}")
    prepare = "Your outcomes on one page.\nA note of the risks."


class AdviserFactory(factory.django.DjangoModelFactory):
    """An example, who needs no person and no agreement."""

    class Meta:
        model = AdviserProfile

    public_name = factory.Sequence(lambda n: f"Example adviser {n}")
    signs_as = "Your adviser"
    bio_line = "an example of someone who has priced outcomes"
    email = factory.Sequence(lambda n: f"adviser{n}@example.org")
    formats = ["video", "phone", "in_person"]
    is_example = True


class RuleFactory(factory.django.DjangoModelFactory):
    """Tuesdays from 10am to noon: two surgeries of 45 minutes with 15 between."""

    class Meta:
        model = AvailabilityRule

    adviser = factory.SubFactory(AdviserFactory)
    weekday = 1
    start_local = time(10)
    end_local = time(12)
    formats = ["video"]


class ExceptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AvailabilityException

    starts_local_date = factory.LazyFunction(lambda: NOW.date() + timedelta(days=1))
    ends_local_date = factory.SelfAttribute("starts_local_date")


class SlotFactory(factory.django.DjangoModelFactory):
    """45 minutes, a week from NOW, of an adviser of its own; at one of six hours."""

    class Meta:
        model = Slot

    adviser = factory.SubFactory(AdviserFactory)
    starts_at = factory.Sequence(lambda n: NOW + timedelta(days=7, hours=n % 6))
    ends_at = factory.LazyAttribute(lambda slot: slot.starts_at + timedelta(minutes=45))
    formats = ["video"]


def details(**changes) -> Details:
    """What someone tells when they book."""
    given = {
        "name": "Zoë O'Brien",
        "organisation": "Harbour City Council",
        "org_type": "local_authority",
        "question": "Our floor is above our ceiling.",
        "format": "video",
    }
    if "topic" not in changes:
        given["topic"] = TopicFactory()
    if "journey_stage" not in changes:
        given["journey_stage"] = StageOptionFactory()
    return Details(**{**given, **changes})


def booked(*, slot: Slot | None = None, email: str = "zoe@example.gov.uk", now: datetime = NOW, **changes) -> Booking:
    """A booking made the way people make it."""
    slot = slot or SlotFactory()
    told = details(**changes)
    return actions.book(slot_uuid=slot.uuid, email=email, details=told, submission_key=uuid.uuid4(), now=now)


class BookingFactory(factory.django.DjangoModelFactory):
    """A row as it stands, for tests of the database's own rules."""

    class Meta:
        model = Booking

    slot = factory.SubFactory(SlotFactory)
    contact = factory.SubFactory(ContactFactory)
    reference = factory.LazyFunction(actions.new_reference)
    submission_key = factory.LazyFunction(uuid.uuid4)
    name = "Zoë O'Brien"
    organisation = "Harbour City Council"
    org_type = "local_authority"
    topic = factory.SubFactory(TopicFactory)
    journey_stage = factory.SubFactory(StageOptionFactory)
    question = "Our floor is above our ceiling."
    format = "video"
    created_at = NOW
    updated_at = NOW


class RequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SurgeryRequest

    contact = factory.SubFactory(ContactFactory)
    name = "Zoë O'Brien"
    organisation = "Harbour City Council"
    org_type = "local_authority"
    topic = factory.SubFactory(TopicFactory)
    journey_stage = factory.SubFactory(StageOptionFactory)
    question = "Our floor is above our ceiling."
    availability = "Mondays"
    submission_key = factory.LazyFunction(uuid.uuid4)
    created_at = NOW
    updated_at = NOW


class QuestionFactory(factory.django.DjangoModelFactory):
    """Asked of everyone, and answered in a line, if at all."""

    class Meta:
        model = SurgeryQuestion

    label = factory.Sequence(lambda n: f"What is your budget {n}?")


class FeedbackFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Feedback

    booking = factory.SubFactory(BookingFactory, status="attended")
    helped = "yes"
    created_at = NOW
    updated_at = NOW


class AnsweredFactory(factory.django.DjangoModelFactory):
    """A draft beside a step of its own."""

    class Meta:
        model = AnsweredQuestion

    question = factory.Sequence(lambda n: f"May a floor lie above a ceiling {n}?")
    answer = "<p>No. Lower the floor first.</p>"
    step = factory.SubFactory(StepFactory)


class DraftFactory(factory.django.DjangoModelFactory):
    """Every question answered; `slot` is the time that was chosen."""

    class Meta:
        model = BookingDraft

    class Params:
        slot = factory.SubFactory(SlotFactory)
        topic = factory.SubFactory(TopicFactory)
        stage = factory.SubFactory(StageOptionFactory)
        email = factory.Sequence(lambda n: f"person{n}@example.gov.uk")

    created_at = NOW - timedelta(minutes=5)
    updated_at = NOW - timedelta(minutes=1)
    answers = factory.LazyAttribute(
        lambda draft: {
            "topic": draft.topic.pk,
            "topic_label": draft.topic.label,
            "journey_stage": draft.stage.pk,
            "journey_stage_label": draft.stage.label,
            "slot": str(draft.slot.uuid),
            "name": "Zoë O'Brien",
            "email": draft.email,
            "organisation": "Harbour City Council",
            "org_type": "local_authority",
            "format": "video",
            "question": "Our floor is above our ceiling.",
        }
    )


PAGE_FACTORIES = {SurgeryIndexPage: SurgeryIndexPageFactory}
