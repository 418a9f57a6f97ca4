"""A reader's way through the journey, kept in their account. Without an account it is kept in the session."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class StepProgress(models.Model):
    """What a signed-in reader marked on a step."""

    class State(models.TextChoices):
        DONE = "done", "Done"
        NOT_NEEDED = "not-needed", "Not needed"
        NONE = "", "To do"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    step_key = models.SlugField(max_length=80)
    state = models.CharField(max_length=12, choices=State, blank=True)
    ticks = ArrayField(models.CharField(max_length=36), default=list, blank=True)
    note = models.TextField(blank=True, default="")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "step_key"], name="one_progress_row_per_step"),
            models.CheckConstraint(
                name="step_state_is_known", condition=models.Q(state__in=["done", "not-needed", ""])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_key}: {self.get_state_display()}"


class SavedItem(models.Model):
    """Something a signed-in reader saved for later, by the key that search knows it by."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.SlugField(max_length=20)
    key = models.CharField(max_length=120)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="saved_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
