"""What readers said about a guide: whether it was useful, and why if they wished. Nothing says who they were."""

from datetime import date

from django.db import models
from django.db.models import Count, Max, Q

LONGEST = 1000


class GuideOpinionQuerySet(models.QuerySet):
    """Answers to "was this useful?"."""

    def counted(self) -> models.QuerySet:
        """A row for each guide: how many said yes and no, how many wrote a word, and when the last did."""
        return self.values("page_id", "page__title").annotate(
            yes=Count("pk", filter=Q(was_useful=True)),
            no=Count("pk", filter=Q(was_useful=False)),
            written=Count("pk", filter=~Q(words="")),
            latest_on=Max("given_on"),
        )

    def forget_before(self, day: date) -> int:
        """Delete what is older; returns how many."""
        return self.filter(given_on__lt=day).delete()[0]


class GuideOpinion(models.Model):
    """One answer. Kept by the day, so that it cannot be matched with a visit."""

    page = models.ForeignKey("journey.GuidePage", on_delete=models.CASCADE, related_name="+")
    chapter = models.SlugField(max_length=80, blank=True)
    was_useful = models.BooleanField("was useful")
    words = models.TextField(max_length=LONGEST, blank=True)
    given_on = models.DateField()

    objects = GuideOpinionQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        verbose_name = "opinion on a guide"
        verbose_name_plural = "opinions on guides"

    def __str__(self) -> str:
        return f"{'Useful' if self.was_useful else 'Not useful'}, {self.given_on:%Y-%m-%d}"
