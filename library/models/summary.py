"""What we say of a publication in our own words, and how far we rate what it found."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

MOST_POINTS = 3
# The five parts of a summary, each with the heading that readers see.
PARTS = {
    "asks": "What it asks",
    "how": "How it was done",
    "found": "What it found",
    "limits": "Limits",
    "so_what": "Use it for",
}


class Summarised(models.Model):
    """One sentence for every publication; five parts and a rating only for those whose whole text somebody read."""

    class Evidence(models.TextChoices):
        STRONG = "strong", "Strong"
        GOOD = "good", "Good"
        LIMITED = "limited", "Limited"
        NOT_RATED = "not-rated", "Not rated"

    class Method(models.TextChoices):
        TRIAL = "trial", "Randomised controlled trial"
        COMPARISON = "comparison", "Comparison group or quasi-experiment"
        PROCESS = "process", "Process study or interviews"
        REVIEW = "review", "Review of the literature"
        THEORY = "theory", "Theory or commentary"
        DATA = "data", "Description of data"
        GUIDANCE = "guidance", "Guidance"

    summary = models.TextField(
        max_length=1200, help_text="In our own words, never the abstract. One to three sentences, up to 60 words."
    )
    text_read_on = models.DateField(
        "whole text read on", null=True, blank=True,
        help_text="The day somebody at the GO Lab had read all of it. The five parts and a rating need it.",
    )  # fmt: skip
    asks = models.TextField("what it asks", max_length=600, blank=True, help_text="The question, in one sentence.")
    how = models.TextField(
        "how it was done", max_length=600, blank=True, help_text="Design, data, numbers, place and years."
    )
    found = models.TextField(
        "what it found", max_length=900, blank=True, help_text="With the size of the effect, and whom it was seen in."
    )
    limits = models.TextField(
        max_length=600, blank=True, help_text="What it cannot show, and what its authors say of that."
    )
    so_what = models.TextField(
        "use it for", max_length=900, blank=True,
        help_text="For a commissioner: up to three points, one on each line. Readers see the five parts once all are "
        "there.",
    )  # fmt: skip
    reading_minutes = models.PositiveSmallIntegerField(
        "minutes to read", null=True, blank=True, help_text="The publication itself, at 200 words a minute."
    )
    method = models.CharField(max_length=12, choices=Method, blank=True)
    evidence = models.CharField(
        "strength of evidence", max_length=12, choices=Evidence, default=Evidence.NOT_RATED,
        help_text="How far the evidence bears the finding; not how large or good the effect is.",
    )  # fmt: skip
    evidence_note = models.TextField("why this rating", max_length=400, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="publication_parts_need_reading",
                condition=Q(text_read_on__isnull=False) | Q(**dict.fromkeys(PARTS, "")),
                violation_error_message="Say when the whole text was read, or leave the five parts empty.",
            ),
            models.CheckConstraint(
                name="publication_rating_needs_reading",
                condition=Q(text_read_on__isnull=False) | Q(evidence="not-rated"),
                violation_error_message="Say when the whole text was read, or leave the evidence not rated.",
            ),
            models.CheckConstraint(
                name="publication_rating_says_why",
                condition=Q(evidence="not-rated") | Q(evidence_note__regex=r"\S"),
                violation_error_message="Say why you rate the evidence like this: readers see it beside the rating.",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if len(self.so_what_points) > MOST_POINTS:
            raise ValidationError({"so_what": "Keep to three points: put each on a line of its own."})

    @property
    def parts(self) -> list[tuple[str, list[str]]]:
        """The five parts, each with its heading and its paragraphs or points; none of them until all are there."""
        parts = [(heading, lines_of(getattr(self, name))) for name, heading in PARTS.items()]
        return parts if all(lines for _, lines in parts) else []

    @property
    def so_what_points(self) -> list[str]:
        return lines_of(self.so_what)

    @property
    def is_rated(self) -> bool:
        return self.evidence != self.Evidence.NOT_RATED

    @property
    def evidence_boxes(self) -> list[bool]:
        """Four boxes, as many of them filled as the evidence is strong."""
        filled = {self.Evidence.STRONG: 4, self.Evidence.GOOD: 3, self.Evidence.LIMITED: 2}.get(self.evidence, 0)
        return [place < filled for place in range(4)]


def lines_of(text: str) -> list[str]:
    """The lines of a text, without what people put before points."""
    return [line.strip(" -•") for line in text.splitlines() if line.strip(" -•")]
