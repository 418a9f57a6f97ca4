"""Spreadsheets that were made in the background, kept while the data stays as it is."""

from django.db import models
from django.db.models import Q


class MadeFile(models.Model):
    """A spreadsheet that somebody asked for. `key` stands for all that its content depends on."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel (XLSX)"
        ODS = "ods", "OpenDocument (ODS)"

    key = models.CharField(max_length=64, unique=True)
    recipe = models.CharField(max_length=60)
    format = models.CharField(max_length=4, choices=Format)
    question = models.TextField(blank=True)
    version = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["asked_at"], condition=Q(content=None), name="made_file_waiting")]
        constraints = [
            models.CheckConstraint(
                name="made_file_has_a_time_with_its_content",
                condition=Q(content__isnull=True, made_at__isnull=True)
                | Q(content__isnull=False, made_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipe}.{self.format}?{self.question}"

    @property
    def is_made(self) -> bool:
        return self.content is not None
