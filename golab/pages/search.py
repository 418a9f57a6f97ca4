"""What of this app search finds: glossary, explainers and standing pages."""

from collections.abc import Iterator

from django.db.models import QuerySet
from wagtail.models import Page

from golab.accounts.models import Person
from golab.pages.models import BasicsPage, FaqPage, GlossaryTerm, PeoplePage, StandardPage
from golab.search.sources import Document, SearchSource, register, terms_of
from golab.search.text import text_of


def register_sources() -> None:
    """Register glossary, explainers and standing pages."""
    register(
        SearchSource(
            kind="term",
            label="Glossary",
            singular="Glossary",
            order=40,
            models=(GlossaryTerm,),
            queryset=lambda: GlossaryTerm.objects.prefetch_related("stages"),
            to_document=_term,
            key="slug",
            may_be_exact=True,
            action="Read the whole entry",
            is_vocabulary=True,
        )
    )
    register(
        SearchSource(
            kind="basics",
            label="Basics",
            singular="Basics",
            order=50,
            models=(BasicsPage,),
            queryset=lambda: BasicsPage.objects.all(),
            to_document=_explainer,
            key="slug",
        )
    )
    register(
        SearchSource(
            kind="page",
            label="About this site",
            singular="Page",
            order=90,
            models=(StandardPage, FaqPage, PeoplePage),
            queryset=_standing_pages,
            to_document=_standing_page,
            key="slug",
        )
    )


def _standing_pages() -> QuerySet:
    return Page.objects.type(StandardPage, FaqPage, PeoplePage).specific()


def _term(term: GlossaryTerm) -> Document:
    return Document(
        key=term.slug,
        url=term.url,
        title=term.term,
        summary=term.short,
        body=term.long,
        names=tuple(term.also),
        stages=tuple(stage.slug for stage in term.stages.all()),
    )


def _explainer(page: BasicsPage) -> Document:
    words = [page.standfirst, page.choices_intro, *_words_of_aid(page)]
    return Document(
        key=page.slug,
        url=page.get_url(),
        title=page.title,
        summary=page.summary or page.standfirst,
        body=" ".join([*words, *(text_of(stream.get_prep_value()) for stream in (page.body, page.questions))]),
        **terms_of(page),
    )


def _words_of_aid(page: BasicsPage) -> Iterator[str]:
    """Questions, answers and results of a decision aid, without what only its rules read."""
    for question in page.asked:
        yield f"{question.text} {question.why} {question.find_out}"
        for answer in question.answers:
            yield f"{answer.text} {answer.reason_for} {answer.reason_against}"
    for block in (*page.results, *page.routes):
        yield f"{block.value.get('heading') or block.value['name']} {block.value['text']}"


def _standing_page(page: StandardPage | FaqPage | PeoplePage) -> Document:
    """Of the page of questions, the questions: each answer is found with its explainer."""
    if isinstance(page, StandardPage):
        body = text_of(page.body.get_prep_value())
    elif isinstance(page, PeoplePage):
        people = Person.objects.published()
        body = " ".join([text_of(page.rules.get_prep_value()), *(str(person) for person in people)])
    else:
        body = " ".join(
            entry.value["question"] for each in BasicsPage.objects.live().order_by("path") for entry in each.questions
        )
    return Document(
        key=page.slug,
        url=page.get_url(),
        title=page.title,
        summary=page.summary or page.standfirst,
        body=f"{page.standfirst} {body}",
    )
