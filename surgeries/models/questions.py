"""What staff ask beside the questions that every booking has: they add, change and retire these in the CMS."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from surgeries.models.choices import SurgeryTopic

LONGEST_ANSWER = {"line": 200, "words": 1000}


class QuestionQuerySet(models.QuerySet):
    """Reads on questions."""

    def asked_about(self, topic: int | None) -> "QuestionQuerySet":
        """Those that are asked of someone with this topic, in the order in which staff want them: one query."""
        of_topic = SurgeryQuestion.topics.through.objects.filter(surgeryquestion=models.OuterRef("pk"))
        about = models.Exists(of_topic.filter(surgerytopic=topic)) | ~models.Exists(of_topic)
        return self.filter(about, is_active=True).order_by("sort_order", "pk")


class SurgeryQuestion(models.Model):
    """A question of the booking form. Answers are kept with the booking in the words that were asked then."""

    class Kind(models.TextChoices):
        LINE = "line", "One line"
        WORDS = "words", "Some lines"
        ONE = "one", "One of several"
        MANY = "many", "Any of several"

    label = models.CharField("question", max_length=150)
    help = models.CharField(max_length=250, blank=True, help_text="One line under it.")
    kind = models.CharField("answer", max_length=5, choices=Kind, default=Kind.LINE)
    options = models.TextField(
        blank=True, max_length=1000, help_text="What there is to choose from, one a line. Only for the last two kinds."
    )
    is_required = models.BooleanField(
        "must be answered", default=False, help_text="Ask only for what you cannot do without."
    )
    topics = models.ManyToManyField(
        SurgeryTopic, blank=True, related_name="+", help_text="Ask it only about these. Without any it is always asked."
    )
    sort_order = models.PositiveIntegerField(default=0, help_text="Lower comes first.")
    is_active = models.BooleanField("asked", default=True, help_text="Untick to ask it no more; answers stay.")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "booking question"
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="surgery_question_kind_is_known",
                condition=Q(kind__in=["line", "words", "one", "many"]),
                violation_error_message="A question is answered in one of four ways.",
            ),
            models.CheckConstraint(
                name="surgery_question_offers_what_it_needs",
                condition=Q(kind__in=["line", "words"], options="") | Q(kind__in=["one", "many"]) & ~Q(options=""),
                violation_error_message="Say what there is to choose from, or leave it empty for typed answers.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def field_name(self) -> str:
        """Its name in forms and among the answers of a draft."""
        return f"more_{self.pk}"

    @property
    def is_chosen_from(self) -> bool:
        return self.kind in (self.Kind.ONE, self.Kind.MANY)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What there is to choose from: the words are the value, so that an answer needs no key to be read."""
        lines = (line.strip() for line in self.options.splitlines())
        return [(line, line) for line in dict.fromkeys(line for line in lines if line)]

    def clean(self) -> None:
        super().clean()
        if self.is_chosen_from and len(self.choices) < 2:
            raise ValidationError({"options": "Give at least two to choose from, one a line."})


def answers_among(answers: dict, questions: Iterable[SurgeryQuestion]) -> list[dict[str, str]]:
    """Of a draft's answers those to these questions, each with the words that were asked; what is empty is left out."""
    found = []
    for question in questions:
        value = answers.get(question.field_name)
        text = "; ".join(value) if isinstance(value, list) else value
        if text:
            found.append({"question": question.pk, "label": question.label, "answer": text})
    return found
