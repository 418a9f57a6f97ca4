"""The glossary: terms in plain words, marked in running text and listed on a page of their own."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from golab.pages.models.base import BasePage
from golab.pages.snapshots import Snapshot


class GlossaryTerm(LockableMixin, DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """A word of the field, explained."""

    term = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(
        max_length=120, unique=True, help_text="Stands in the address. Leave it as it is once published."
    )
    also = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name="also called",
        help_text="Other names and spellings, separated by commas. Search finds the term by them.",
    )  # fmt: skip
    short = models.TextField(max_length=300, help_text="One sentence, up to 30 words: it stands in the pop-up.")
    long = models.TextField(blank=True, help_text="Up to 90 words, in plain text: it stands in the glossary.")
    see = models.ManyToManyField("self", symmetrical=False, blank=True, verbose_name="see also")
    stages = models.ManyToManyField("taxonomy.Stage", blank=True, related_name="+")

    panels = [
        FieldPanel("term"),
        FieldPanel("slug"),
        FieldPanel("also"),
        FieldPanel("short"),
        FieldPanel("long"),
        FieldPanel("see"),
        FieldPanel("stages"),
    ]

    class Meta:
        ordering = ["term"]
        verbose_name = "glossary term"

    def __str__(self) -> str:
        return self.term

    @property
    def url(self) -> str:
        return f"/glossary/{self.slug}/"

    def get_absolute_url(self) -> str:
        return self.url

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "pages/glossary_term.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict:
        return {"term": self, "see": self.see.all() if self.pk else [], "page": None}


@dataclass(frozen=True, slots=True)
class Entry:
    """A live term as pages use it."""

    pk: int
    term: str
    slug: str
    also: tuple[str, ...]
    short: str

    @property
    def url(self) -> str:
        return f"/glossary/{self.slug}/"

    @property
    def letter(self) -> str:
        """What the term is filed under: its first letter, or 0-9."""
        first = self.term[:1].upper()
        return first if first.isalpha() else "0–9"


@dataclass(frozen=True)
class Glossary:
    """The live terms, by name."""

    entries: tuple[Entry, ...]

    @cached_property
    def by_pk(self) -> dict[int, Entry]:
        return {entry.pk: entry for entry in self.entries}

    @cached_property
    def by_slug(self) -> dict[str, Entry]:
        return {entry.slug: entry for entry in self.entries}


def _build() -> Glossary:
    rows = GlossaryTerm.objects.filter(live=True).values_list("pk", "term", "slug", "also", "short")
    entries = [Entry(pk, term, slug, tuple(also), short) for pk, term, slug, also, short in rows]
    return Glossary(tuple(sorted(entries, key=lambda entry: (entry.term.casefold(), entry.pk))))


glossary = Snapshot("glossary", _build)


class GlossaryIndexPage(RoutablePageMixin, BasePage):
    """All terms by letter; each also has an address of its own."""

    template = "pages/glossary_index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = []
    max_count = 1
    section = "glossary"

    class Meta:
        verbose_name = "glossary"

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        """The list and each term."""
        own = super().get_sitemap_urls(request)
        terms = [{**own[0], "location": settings.SITE_URL + entry.url} for entry in glossary.get().entries]
        return own + terms

    @path("")
    def all_terms(self, request: HttpRequest) -> HttpResponse:
        return self.render(request, context_overrides={"entries": glossary.get().entries})

    @path("<slug:slug>/")
    def one_term(self, request: HttpRequest, slug: str) -> HttpResponse:
        term = GlossaryTerm.objects.filter(live=True, slug=slug).first()
        if term is None:
            raise Http404(f"no glossary term {slug!r}")
        return self.render(
            request,
            template="pages/glossary_term.html",
            context_overrides={"term": term, "see": term.see.filter(live=True), "stages": term.stages.all()},
        )
