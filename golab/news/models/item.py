"""A piece of news or comment, or our digest of someone else's."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import dateformat, timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager

from golab.news.querysets import NewsQuerySet
from golab.pages.addresses import refuse_reserved_slug
from golab.pages.blocks import BodyBlock
from golab.pages.models import BasePage
from golab.pages.models.credits import Credit
from golab.taxonomy.mixins import ClassifiedPage

OTHERS_SHOWN = 3


class NewsPage(ClassifiedPage, BasePage):
    """News, or a view that is its author's own. A digest says whose piece it digests and where that appeared."""

    class Kind(models.TextChoices):
        NEWS = "news", "News"
        COMMENT = "comment", "Comment"

    kind = models.CharField(max_length=7, choices=Kind, default=Kind.NEWS)
    published_on = models.DateField(
        "date", null=True, blank=True, help_text="Of a digest, the day on which the original appeared."
    )
    date_note = models.CharField(
        max_length=250, blank=True, help_text="Why there is no date, or where the date comes from. One sentence."
    )
    sort_date = models.DateField(
        null=True, blank=True,
        help_text="Orders pieces without a date. Not shown. Empty if not even the year is known.",
    )  # fmt: skip
    body = StreamField(BodyBlock())
    published_in = models.CharField(
        "where the original appeared", max_length=200, blank=True,
        help_text="Makes this a digest. Leave it empty for a piece of our own.",
    )  # fmt: skip
    original_title = models.CharField("title of the original", max_length=250, blank=True)
    original_url = models.URLField("address of the original", max_length=500, blank=True)

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("published_on"), FieldPanel("sort_date")]), FieldPanel("date_note")],
            heading="Date",
        ),
        InlinePanel("authors", label="author", heading="Authors", help_text="Of a digest, those of the original."),
        MultiFieldPanel(
            [FieldPanel("published_in"), FieldPanel("original_title"), FieldPanel("original_url")],
            heading="If this is a digest",
        ),
        FieldPanel("body"),
        *ClassifiedPage.classification_panels,
    ]
    template = "news/item.html"
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = []
    section = "news"

    class Meta:
        verbose_name = "piece of news or comment"
        constraints = [
            models.CheckConstraint(
                name="news_without_a_date_says_why",
                condition=Q(published_on__isnull=False) | ~Q(date_note=""),
                violation_error_message="Give the date, or say in the date note why there is none.",
            ),
            models.CheckConstraint(
                name="news_with_a_date_is_sorted_by_it",
                # Said twice, because a comparison with NULL is not false and would pass.
                condition=Q(published_on__isnull=True) | Q(sort_date__isnull=False, sort_date=models.F("published_on")),
                violation_error_message="A piece with a date is sorted by it.",
            ),
            models.CheckConstraint(
                name="news_digest_says_where_its_original_appeared",
                condition=~Q(published_in="") | Q(original_title="", original_url=""),
                violation_error_message="Say where the original appeared, or take its title and address away.",
            ),
        ]

    def full_clean(self, *args, **kwargs) -> None:
        self._sort_by_date()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """What Wagtail asks of a draft."""
        self._sort_by_date()
        super().minimal_clean()

    def _sort_by_date(self) -> None:
        if self.published_on:
            self.sort_date = self.published_on

    def clean(self) -> None:
        super().clean()
        refuse_reserved_slug(self.slug)
        if self.sort_date and self.sort_date > timezone.localdate():
            raise ValidationError({"published_on": "The date lies ahead. Schedule the page instead of dating it so."})

    @property
    def is_digest(self) -> bool:
        return bool(self.published_in)

    @property
    def date_in_words(self) -> str:
        """The day; where there is none, why."""
        return dateformat.format(self.published_on, "j F Y") if self.published_on else self.date_note

    @property
    def author_line(self) -> str:
        """The names, in their order."""
        if hasattr(self, "author_names"):  # NewsQuerySet.with_author_names
            names = self.author_names or []
        else:
            names = [author.shown_name for author in self.authors.all()]
        return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

    @property
    def byline(self) -> str:
        """What stands below the title in lists."""
        who = f"A digest of a piece by {self.author_line}" if self.is_digest and self.author_line else self.author_line
        return ". ".join(part.rstrip(".") for part in (who, self.date_in_words) if part) + "."

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        topics = list(self.topics.all())
        return {
            **super().get_context(request, *args, **kwargs),
            "authors": self.authors.select_related("person"),
            "topics": topics,
            "stages": self.stages.all(),
            "others": self._others(topics),
        }

    def _others(self, topics: list) -> models.QuerySet["NewsPage"]:
        """The latest pieces with a theme of this one."""
        found = NewsPage.objects.live().filter(topics__in=topics).exclude(pk=self.pk).latest_first()
        return found.distinct()[:OTHERS_SHOWN]


class NewsAuthor(Credit):
    """Who wrote a piece, or the original of a digest."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="authors")
