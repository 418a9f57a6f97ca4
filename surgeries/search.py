"""What of surgeries search finds: the page that explains them, and questions that we answered for everyone.

Times and bookings stay out.
"""

from django.db.models import QuerySet

from golab.pages.tree import public_url, site_tree
from golab.search.sources import Document, SearchSource, register
from golab.search.text import text_of
from surgeries.models import AnsweredQuestion, SurgeryIndexPage


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
    register(
        SearchSource(
            kind="answered",
            label="Questions from surgeries",
            singular="Question from a surgery",
            order=35,
            models=(AnsweredQuestion,),
            queryset=_answered,
            to_document=_question,
            key="key",
        )
    )


def _answered() -> QuerySet:
    """Those that are published on a step that anyone may read."""
    found = AnsweredQuestion.objects.published().filter(step__page__live=True)
    return found.exclude(step__page__in=site_tree.get().restricted_pks).select_related("step__stage", "step__page")


def _question(answered: AnsweredQuestion) -> Document:
    answer = text_of(answered.answer)
    return Document(
        key=str(answered.key),
        url=f"{public_url(answered.step.page.url_path)}#{answered.anchor}",
        title=answered.question,
        summary=answer[:200],
        body=answer,
        context=f"On the step {answered.step.name}",
        date=answered.published_at.date(),
        stages=(answered.step.stage.slug,),
        steps=(answered.step.slug,),
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
