"""What a page costs with every cache empty, at a little content and at ten times that."""

from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import get_page_models

from events.models import EventMaterial, EventPage, EventSpeaker
from golab.news.models import NewsAuthor, NewsPage
from golab.pages.markdown import items
from golab.pages.models import GlossaryTerm
from golab.pages.snapshots import start_request
from golab.taxonomy.models import Stage
from journey.models import GuidePage, StepPage
from surgeries.models import SurgeryIndexPage, SurgeryPolicy
from tests.content.addresses import all_addresses
from tests.factories.accounts import PersonFactory
from tests.factories.events import EventPageFactory
from tests.factories.journey import GuidePageFactory, chapter, grow_journey
from tests.factories.news import NewsPageFactory
from tests.factories.pages import (
    BasicsPageFactory,
    FaqPageFactory,
    GlossaryIndexPageFactory,
    GlossaryTermFactory,
    HomePageFactory,
    PeoplePageFactory,
    StandardPageFactory,
    publish,
    stored,
)
from tests.factories.surgeries import SlotFactory, SurgeryIndexPageFactory
from tests.factories.taxonomy import TopicFactory
from tests.kept import undone

MOST = 8
KINDS = [
    "home", "list of events", "event", "list of news", "news", "news on a theme",
    "advice surgeries", "journey", "journey as a list", "journey to print", "stage", "step", "list of guides", "guide",
    "chapter",
    "last chapter", "guide to print", "list of basics", "explainer", "questions", "people", "glossary",
    "glossary term", "standing page",
]  # fmt: skip


def text_with_links(how_many: int) -> str:
    """Rich text with links to pages and glossary terms."""
    pages = "".join(f'<p><a linktype="page" id="{page.pk}">words</a></p>' for page in StepPage.objects.all()[:how_many])
    terms = "".join(
        f'<p><a linktype="glossary" id="{term.pk}">{term.term}</a></p>'
        for term in GlossaryTerm.objects.all()[:how_many]
    )
    return f"<p>It begins.</p>{pages}{terms}"


def grow(size: int) -> None:
    """Content on every page type, `size` times over."""
    home = HomePageFactory._meta.model.objects.first() or HomePageFactory()
    if not SurgeryIndexPage.objects.exists():
        SurgeryIndexPageFactory(live=True)
        SurgeryPolicy.load()
    grow_journey(stages=2, steps=size, turn_backs=1)
    for _ in range(size):
        GlossaryTermFactory()
        BasicsPageFactory(live=True)
        StandardPageFactory(live=True)
        PersonFactory()
    for _ in range(size):
        GuidePageFactory(live=True)
        topics = [TopicFactory()]
        EventPageFactory(live=True, topics=topics, speakers=[EventSpeaker(person=PersonFactory())])
        EventPageFactory(live=True, topics=topics, is_undated=True)
        NewsPageFactory(live=True, topics=topics, authors=[NewsAuthor(person=PersonFactory())])
        SlotFactory(starts_at=timezone.now() + timedelta(days=10))
    fill(home, size)


def fill(home, size: int) -> None:
    text = text_with_links(size)
    guides = list(GuidePage.objects.all())
    stages = list(Stage.objects.active())
    for page in guides:
        page.chapters = stored(*[chapter(f"Chapter {number}", text) for number in range(size + 2)])
        page.stages, page.related_guides = stages, [other for other in guides if other != page]
        page.steps = list(stages[0].steps.all())
        page.save()
    resources = [
        ("resource", {"kind": "guide", "page": guide.pk, "label": "", "url": "", "note": "Read it."})
        for guide in guides
    ]
    for step in StepPage.objects.all():
        step.making_it_real, step.resources = text, stored(*resources)
        step.save()
    body = stored(*[("text", text) for _ in range(size)])
    for event in EventPage.objects.all():
        event.learned, event.stages = stored(("text", text)), stages
        event.materials = [EventMaterial(kind="link", title="A page", url="https://example.org/") for _ in range(size)]
        event.save()
    for piece in NewsPage.objects.all():
        piece.stages = stages
    for factory in (BasicsPageFactory, StandardPageFactory, NewsPageFactory):
        for page in factory._meta.model.objects.all():
            page.body = body
            page.save()
    terms = list(GlossaryTerm.objects.all())
    for term in terms:
        term.see.set(terms)
        term.stages.set(stages)
    entries = items([{"page": guide.pk, "note": ""} for guide in guides[:5]], "entries")
    columns = items([{"heading": "Guides", "more_text": "", "more_url": "", "entries": entries}], "columns")
    publish(home, bands=stored(("band", {"heading": "Learn", "intro": "Help.", "columns": columns})))


def measure(address: str) -> list[str]:
    """The SQL that an anonymous reader's request costs when nothing is remembered."""
    cache.clear()
    ContentType.objects.clear_cache()
    start_request()
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(address)
    assert response.status_code == 200, address
    return [query["sql"] for query in asked]


@pytest.fixture(scope="module")
def costs(django_db_setup, django_db_blocker):
    """Kind of page to its queries at a little content and at ten times that."""
    with django_db_blocker.unblock(), undone():
        home = HomePageFactory()
        for factory in (PeoplePageFactory, FaqPageFactory, GlossaryIndexPageFactory):
            factory(parent=home)
        grow(1)
        little = {kind: measure(address) for kind, address in all_addresses().items()}
        grow(9)
        much = {kind: measure(address) for kind, address in all_addresses().items()}
        types = {type(page.specific) for page in home.get_descendants(inclusive=True)}
        yield little, much, types


@pytest.fixture
def db(costs):
    """This module measures once and asks for nothing of its own."""


def test_addresses_name_every_page_type(db, costs):
    _, _, types = costs
    assert {
        model
        for model in get_page_models()
        if model.__module__.startswith(("golab.", "journey", "events", "surgeries"))
    } == types


@pytest.mark.parametrize("kind", KINDS)
def test_page_costs_at_most_eight_queries(db, costs, kind):
    _, much, _ = costs
    assert len(much[kind]) <= MOST, "\n".join(much[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_page_repeats_no_query(db, costs, kind):
    _, much, _ = costs
    assert [f"{times} times {sql}" for sql, times in Counter(much[kind]).items() if times > 1] == []


@pytest.mark.parametrize("kind", KINDS)
def test_page_costs_the_same_at_ten_times_the_content(db, costs, kind):
    little, much, _ = costs
    assert len(much[kind]) == len(little[kind]), "\n".join(much[kind])


def test_every_kind_is_tested(db, costs):
    assert sorted(costs[0]) == sorted(KINDS)
