"""Events: coming up, over, without a date."""

from datetime import UTC, datetime, timedelta

import factory

from events.models import EventIndexPage, EventMaterial, EventPage, EventSpeaker
from tests.factories.pages import HomePageFactory, HubPageFactory, stored, the_only

NOW = datetime(2026, 11, 9, 10, 30, tzinfo=UTC)


class EventIndexPageFactory(HubPageFactory):
    class Meta:
        model = EventIndexPage

    parent = the_only(HomePageFactory)
    title = "Events"
    standfirst = "Meet others who do the same work."


class EventPageFactory(HubPageFactory):
    """An event of two hours that starts in ten days from NOW; `is_past` and `is_undated` make others."""

    class Meta:
        model = EventPage

    class Params:
        is_past = factory.Trait(starts_at=NOW - timedelta(days=400))
        is_undated = factory.Trait(starts_at=None, ends_at=None, date_note="2019. The day is not given in the source.")

    parent = the_only(EventIndexPageFactory)
    title = factory.Sequence(lambda n: f"Event {n}")
    starts_at = NOW + timedelta(days=10)
    ends_at = factory.LazyAttribute(lambda event: event.starts_at and event.starts_at + timedelta(hours=2))
    sort_date = factory.LazyAttribute(lambda event: event.starts_at and event.starts_at.date())
    venue = "Blavatnik School of Government, Oxford"
    kind = "Conference"
    organiser = "Government Outcomes Lab"
    learned = stored(("text", "<p>Whoever picks the measure holds some of the power.</p>"))


class EventSpeakerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventSpeaker

    page = factory.SubFactory(EventPageFactory)
    name = factory.Sequence(lambda n: f"Julie Speaker {n}")
    role = "Professor"


class EventMaterialFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventMaterial

    page = factory.SubFactory(EventPageFactory)
    kind = EventMaterial.Kind.SLIDES
    title = factory.Sequence(lambda n: f"Slides {n}")
    url = "https://example.org/slides"


PAGE_FACTORIES = {
    factory_class._meta.model: factory_class for factory_class in (EventIndexPageFactory, EventPageFactory)
}
