"""How-to guides in chapters."""

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from golab.pages.blocks import SourceBlock
from golab.pages.models import BasePage
from golab.pages.tree import Node, site_tree
from golab.taxonomy.mixins import ClassifiedPage
from journey.blocks import ChaptersBlock
from journey.chapters import Chapter, minutes_to_read, number_chapters
from journey.map import MapStep, journey_map
from journey.models.step import StepPage


class GuideIndexPage(BasePage):
    """The list of guides."""

    standfirst = models.TextField(max_length=300, blank=True, help_text="Opens the page. Up to 40 words.")

    content_panels = [*BasePage.content_panels, FieldPanel("standfirst")]
    template = "journey/guides.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["journey.GuidePage"]
    max_count = 1
    section = "guides"

    class Meta:
        verbose_name = "list of guides"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        guides = (
            GuidePage.objects.live().filter(retired_on=None).child_of(self).prefetch_related("stages").order_by("path")
        )
        return {**super().get_context(request, *args, **kwargs), "guides": guides}


class GuidePage(RoutablePageMixin, ClassifiedPage, BasePage):
    """A guide to one job, read chapter by chapter or whole."""

    audience = models.CharField(max_length=200, blank=True, help_text="For whom. Up to 20 words.")
    reading_minutes = models.PositiveSmallIntegerField(default=0, editable=False)
    version = models.CharField(max_length=20, default="1.0")
    changes = models.TextField(max_length=500, blank=True, help_text="What changed since the last version.")
    chapters = StreamField(ChaptersBlock(), help_text="Each chapter has an address of its own.")
    sources = StreamField([("source", SourceBlock())], blank=True)
    retired_on = models.DateField(
        "retired on", null=True, blank=True, help_text="The page stays, says so and points on; lists leave it out."
    )
    retired_note = models.CharField(max_length=300, blank=True, help_text="Why, in one sentence.")
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Where to read instead."
    )
    related_guides = ParentalManyToManyField("self", symmetrical=False, blank=True, related_name="+")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("audience"),
        FieldPanel("chapters"),
        FieldPanel("sources"),
        FieldPanel("related_guides"),
        FieldPanel("version"),
        FieldPanel("changes"),
        MultiFieldPanel(
            [FieldPanel("retired_on"), FieldPanel("retired_note"), FieldPanel("replaced_by")],
            heading="Retire this guide",
        ),
        *ClassifiedPage.classification_panels,
    ]
    parent_page_types = ["journey.GuideIndexPage"]
    subpage_types = []
    section = "guides"

    class Meta:
        verbose_name = "how-to guide"

    def full_clean(self, *args, **kwargs) -> None:
        self.reading_minutes = minutes_to_read(self.chapters)
        super().full_clean(*args, **kwargs)

    @cached_property
    def chapter_list(self) -> list[Chapter]:
        return number_chapters(self.chapters, self.url or "")

    @cached_property
    def linked_steps(self) -> list[MapStep]:
        """The steps of the journey that the guide helps with, in the map's order."""
        keys = set(self.steps.values_list("slug", flat=True))
        return [step for step in journey_map.get().steps if step.key in keys]

    @property
    def citation(self) -> str:
        """How to cite it."""
        year = self.reviewed_on.year if self.reviewed_on else timezone.localdate().year
        return (
            f"Government Outcomes Lab ({year}) {self.title}. How-to guide, version {self.version}. "
            f"University of Oxford. {self.full_url}"
        )

    @cached_property
    def projects_of_steps(self) -> list[blocks.StreamValue.StreamChild]:
        """Projects that editors named on the steps it helps with, each once; at most six."""
        pages = StepPage.objects.live().filter(pk__in=[step.pk for step in self.linked_steps]).order_by("path")
        by_id = {block.value["indigo_id"]: block for page in pages.only("projects") for block in page.projects}
        return list(by_id.values())[:6]

    @property
    def replacement(self) -> Node | None:
        """Where a retired guide points on, while that is published."""
        return site_tree.get().by_pk.get(self.replaced_by_id)

    @cached_property
    def related_nodes(self) -> list[Node]:
        by_pk = site_tree.get().by_pk
        pks = self.related_guides.values_list("pk", flat=True)
        return [by_pk[pk] for pk in pks if pk in by_pk]

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        """The guide and its further chapters."""
        own = super().get_sitemap_urls(request)
        further = [{**own[0], "location": settings.SITE_URL + chapter.url} for chapter in self.chapter_list[1:]]
        return own + further

    @path("")
    def first_chapter(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, self.chapter_list[0] if self.chapter_list else None)

    @path("print/")
    def whole_guide(self, request: HttpRequest) -> HttpResponse:
        return self.render(request, template="journey/guide_print.html")

    @path("<slug:key>/")
    def one_chapter(self, request: HttpRequest, key: str) -> HttpResponse:
        chapter = next((chapter for chapter in self.chapter_list if chapter.key == key), None)
        if chapter is None:
            raise Http404(f"guide {self.slug!r} has no chapter {key!r}")
        return self._show(request, chapter)

    def _show(self, request: HttpRequest, chapter: Chapter | None) -> HttpResponse:
        count = len(self.chapter_list)
        after = self.chapter_list[chapter.number] if chapter and chapter.number < count else None
        before = self.chapter_list[chapter.number - 2] if chapter and chapter.number > 1 else None
        return self.render(
            request,
            template="journey/guide.html",
            context_overrides={"chapter": chapter, "chapter_before": before, "chapter_after": after},
        )


def guides_for_stage(key: str) -> models.QuerySet[GuidePage]:
    """Live guides that editors tied to the stage with this key."""
    return GuidePage.objects.live().filter(retired_on=None, stages__slug=key).order_by("path")
