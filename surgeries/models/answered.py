"""Questions that surgeries brought up, told without those who asked, with an answer that anyone may read."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from wagtail.fields import RichTextField

from golab.pages.richtext import INLINE_FEATURES
from surgeries.errors import ChangedMeanwhile
from surgeries.models.bookings import Booking


class AnsweredQuestionQuerySet(models.QuerySet):
    """Reads on them."""

    def published(self) -> "AnsweredQuestionQuerySet":
        """Those that anyone may read."""
        return self.filter(status="published")

    def beside(self, step_key: str) -> "AnsweredQuestionQuerySet":
        """Those that readers see on a step of the journey, as staff order them."""
        return self.published().filter(step__slug=step_key).order_by("sort_order", "-published_at", "pk")


class AnsweredQuestion(models.Model):
    """A question and its answer, beside a step of the journey. It is written, approved, then published.

    What is approved is a text: whoever changes it has it approved again.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.CharField(max_length=250, help_text="As anyone might ask it: no names, places or amounts.")
    answer = RichTextField(
        features=[*INLINE_FEATURES, "ul", "ol"], help_text="What we would say to anyone who asks. Up to 200 words."
    )
    step = models.ForeignKey("taxonomy.Step", on_delete=models.PROTECT, related_name="+", help_text="It stands there.")
    sort_order = models.PositiveIntegerField(default=0, help_text="Lower comes first on the step.")
    booking = models.ForeignKey(
        Booking, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="answered_questions"
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AnsweredQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "answered question"
        ordering = ["-updated_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="answered_question_is_approved_before_it_is_read",
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(status="approved", approved_at__isnull=False)
                | Q(status="published", approved_at__isnull=False, published_at__isnull=False),
                violation_error_message="Have it approved first.",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its step."""
        return f"answered-{self.key.hex[:12]}"

    def back_to_draft(self) -> None:
        """Its words are others now: nobody has approved them, and nobody reads them until someone has."""
        self.status, self.approved_by, self.approved_at = self.Status.DRAFT, None, None

    def approve(self, *, by, now: datetime) -> None:
        """Nobody can be recognised in it, and what it says is right."""
        self._change({self.Status.DRAFT}, status=self.Status.APPROVED, approved_by=by, approved_at=now)

    def publish(self, *, now: datetime) -> None:
        """Anyone may read it."""
        self._change({self.Status.APPROVED}, status=self.Status.PUBLISHED, published_at=now)

    def withdraw(self) -> None:
        """Nobody reads it any more, from whatever state."""
        self._change(
            {self.Status.DRAFT, self.Status.APPROVED, self.Status.PUBLISHED},
            status=self.Status.WITHDRAWN, approved_by=None, approved_at=None,
        )  # fmt: skip

    def _change(self, allowed: Iterable[str], **values: object) -> None:
        """Compare and swap, then save: the save is what search and the cache of pages hear of."""
        standing = AnsweredQuestion.objects.filter(pk=self.pk, status__in=allowed, updated_at=self.updated_at)
        if not standing.update(**values):
            raise ChangedMeanwhile("It has changed since you opened the page. Look at it again.")
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=[*values, "updated_at"])
