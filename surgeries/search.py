"""What of surgeries search finds: the page that explains them. Times and bookings stay out."""

from golab.search.sources import Document, SearchSource, register
from golab.search.text import text_of
from surgeries.models import SurgeryIndexPage


def register_sources() -> None:
    """Register the page."""
    register(
        SearchSource(
            kind="surgeries",
            label="Advice surgeries",
            singular="Advice surgeries",
            order=25,
            models=(SurgeryIndexPage,),
            queryset=lambda: SurgeryIndexPage.objects.all(),
            to_document=_page,
            key="slug",
            may_be_exact=True,
            action="See the next times",
        )
    )


def _page(page: SurgeryIndexPage) -> Document:
    streams = (page.what_it_is, page.what_it_is_not, page.questions, page.rules)
    return Document(
        key=page.slug,
        url=page.get_url(),
        title=page.title,
        summary=page.summary or page.standfirst,
        context="Free, 45 minutes, with a member of the team",
        names=("Book a surgery", "Advice session"),
        body=" ".join([page.standfirst, page.who_for, *(text_of(stream.get_prep_value()) for stream in streams)]),
    )
