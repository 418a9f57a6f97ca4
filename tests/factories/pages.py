"""Pages and glossary terms, published so that terms and snapshots follow; `publish` does it as editors do."""

import json

import factory
from django.conf import settings
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.signals import page_published
from wagtail_factories import PageFactory

from golab.pages.markdown import block, items
from golab.pages.models import (
    BasicsIndexPage,
    BasicsPage,
    FaqPage,
    GlossaryIndexPage,
    GlossaryTerm,
    HomePage,
    PeoplePage,
    StandardPage,
)


def stored(*blocks: tuple[str, object], key: str = "test") -> str:
    """A stream as the database keeps it, from (kind, value) pairs."""
    return json.dumps([block(kind, value, f"{key}/{place}") for place, (kind, value) in enumerate(blocks)])


def lines(*texts: str) -> str:
    """A stream that holds one list of lines."""
    return stored(("lines", items(list(texts), "lines")))


def root() -> Page:
    """The root of the page tree, which Wagtail's migrations make."""
    return Page.objects.get(depth=1)


class HubPageFactory(PageFactory):
    """A published page, told of as an editor's would be, but without a revision.

    `is_published=False` makes a draft that was never published; with `live=True` nobody is told.
    """

    class Meta:
        abstract = True

    slug = factory.LazyAttribute(lambda page: page.title.lower().replace(" ", "-"))
    search_description = factory.LazyAttribute(lambda page: f"What {page.title} is about.")

    @classmethod
    def _create(cls, model_class, *args, is_published: bool = True, live: bool = False, parent: Page, **kwargs):
        fresh = Page.objects.get(pk=parent.pk)  # the tree may have grown since the parent was read
        if live or not is_published:
            return cls._create_instance(model_class, fresh, {**kwargs, "live": live})
        now = timezone.now()
        published = {"live": True, "first_published_at": now, "last_published_at": now}
        page = cls._create_instance(model_class, fresh, {**published, **kwargs})
        page_published.send(sender=model_class, instance=page)
        return model_class.objects.get(pk=page.pk)


def publish(page: Page, **changes: object) -> Page:
    """Set `changes` and publish them as a new revision. Returns the page as the database has it."""
    fresh = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save_revision(log_action=False).publish(log_action=False)
    return type(page).objects.get(pk=page.pk)


def the_only(factory_class: type[HubPageFactory]) -> factory.LazyFunction:
    """The page of a type that there is once, made if need be."""
    return factory.LazyFunction(lambda: factory_class._meta.model.objects.first() or factory_class())


class HomePageFactory(HubPageFactory):
    """The home page at the root of the default site. Wagtail's own welcome page makes way for it."""

    class Meta:
        model = HomePage

    parent = factory.LazyFunction(root)
    title = "Home"
    headline = "Find your way"
    standfirst = "A map of the work, and the evidence behind each step."
    map_body = "Start at the stage you are at."

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        Page.objects.filter(depth=2, content_type__model="page").delete()
        home = super()._create(model_class, *args, **kwargs)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "root_page": home, "site_name": settings.WAGTAIL_SITE_NAME},
        )
        return home


class StandardPageFactory(HubPageFactory):
    class Meta:
        model = StandardPage

    parent = the_only(HomePageFactory)
    title = factory.Sequence(lambda n: f"Standing page {n}")
    standfirst = "What readers are owed."
    body = stored(("heading", {"text": "Who we are"}), ("text", "<p>A team at the University of Oxford.</p>"))


class PeoplePageFactory(HubPageFactory):
    class Meta:
        model = PeoplePage

    parent = the_only(HomePageFactory)
    title = "People"
    empty_text = "Nobody is listed yet."
    rules = lines("A profile holds a name and a role.")


class BasicsIndexPageFactory(HubPageFactory):
    class Meta:
        model = BasicsIndexPage

    parent = the_only(HomePageFactory)
    title = "Basics"
    standfirst = "Five minutes each."


class BasicsPageFactory(HubPageFactory):
    class Meta:
        model = BasicsPage

    parent = the_only(BasicsIndexPageFactory)
    title = factory.Sequence(lambda n: f"Explainer {n}")
    standfirst = "What the words mean."
    body = stored(("heading", {"text": "In short"}), ("text", "<p>Somebody pays when lives change.</p>"))
    questions = stored(("question", {"question": "Who pays?", "answer": "<p>The commissioner.</p>"}))
    sources = stored(("source", {"title": "A report", "who": "GO Lab, 2024", "note": "", "url": ""}))


class FaqPageFactory(HubPageFactory):
    class Meta:
        model = FaqPage

    parent = the_only(HomePageFactory)
    title = "Questions people ask"
    slug = "faq"


class GlossaryIndexPageFactory(HubPageFactory):
    class Meta:
        model = GlossaryIndexPage

    parent = the_only(HomePageFactory)
    title = "Glossary"


class GlossaryTermFactory(factory.django.DjangoModelFactory):
    """A live term; `live=False` makes a draft."""

    class Meta:
        model = GlossaryTerm

    term = factory.Sequence(lambda n: f"Deadweight {n}")
    slug = factory.LazyAttribute(lambda entry: entry.term.lower().replace(" ", "-"))
    short = factory.LazyAttribute(lambda entry: f"{entry.term} is what would have happened anyway.")
    live = True


PAGE_FACTORIES = {
    factory_class._meta.model: factory_class
    for factory_class in (
        BasicsIndexPageFactory,
        BasicsPageFactory,
        FaqPageFactory,
        GlossaryIndexPageFactory,
        HomePageFactory,
        PeoplePageFactory,
        StandardPageFactory,
    )
}
