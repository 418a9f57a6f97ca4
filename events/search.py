"""What of this app search finds: events. The link to join is private and stays out."""

from events.models import EventPage
from golab.search.sources import Document, SearchSource, register, terms_of
from golab.search.text import text_of


def register_sources() -> None:
    """Register events."""
    register(
        SearchSource(
            kind="event",
            label="Events",
            singular="Event",
            order=70,
            models=(EventPage,),
            queryset=lambda: EventPage.objects.prefetch_related("topics", "stages", "steps", "policy_areas"),
            to_document=_event,
            key="slug",
        )
    )


def _event(page: EventPage) -> Document:
    speakers = [str(speaker) for speaker in page.speakers.select_related("person")]
    streams = (page.programme, page.learned)
    return Document(
        key=page.slug,
        url=page.get_url(),
        title=page.title,
        summary=page.summary,
        context=page.when,
        body=" ".join(
            [
                page.kind,
                page.venue,
                page.organiser,
                *speakers,
                *(text_of(stream.get_prep_value()) for stream in streams),
                page.learned_note,
            ]
        ),
        date=page.local_start and page.local_start.date(),
        **terms_of(page),
    )
