"""Wording that staff changed: kept beside the standard, which comes back when theirs is removed."""

from django.conf import settings
from django.db import models


class Rewording(models.Model):
    """The subject and body of one message as staff want them. What may stand in them: copy.Wording.check."""

    key = models.CharField(max_length=60, primary_key=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rewording_has_its_words",
                condition=~models.Q(subject="") & ~models.Q(body=""),
                violation_error_message="A message needs a subject and a text.",
            ),
        ]

    def __str__(self) -> str:
        return self.key
