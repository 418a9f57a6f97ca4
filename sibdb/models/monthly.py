"""What the landscape came to in a month, with the data it rests on: taken once, kept for ever."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, HelpPanel

_WITHDRAWING = (
    "<p>A snapshot never changes. Only if its file holds what must not be published any longer, withdraw the file: it "
    "is erased, its address says so with your reason, and figures and checksum stay. This cannot be undone.</p>"
)


class _WithoutPackages(models.Manager):
    """Leaves the packages in the database until one is asked for: each is as large as all the data."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().defer("package")


class MonthlySnapshot(models.Model):
    """`figures` is what the landscape page printed, in every way of counting; `package` the data as a ZIP.

    The database refuses every change but one: to withdraw the package, which erases it (`withdraw`).
    """

    month = models.DateField(unique=True, help_text="The first day of the month.")
    taken_at = models.DateTimeField()
    figures = models.JSONField()
    tables = models.JSONField(help_text="How many rows each table of the package has.")
    package = models.BinaryField(null=True)
    size = models.PositiveIntegerField(help_text="Bytes of the package.")
    sha256 = models.CharField("SHA-256 of the package", max_length=64)
    withdrawn_because = models.CharField(
        "why the file is withdrawn", max_length=300, blank=True, help_text="A sentence that readers see."
    )

    objects = _WithoutPackages()

    panels = [HelpPanel(content=_WITHDRAWING), FieldPanel("withdrawn_because")]

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                name="monthly_snapshot_is_of_a_month",
                condition=Q(month__day=1, sha256__regex="^[0-9a-f]{64}$", size__gt=0),
            ),
            models.CheckConstraint(
                name="monthly_snapshot_has_its_package_or_says_why_not",
                condition=Q(package__isnull=False, withdrawn_because="")
                | Q(package__isnull=True, withdrawn_because__regex=r"\S"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%B %Y}"

    def clean(self) -> None:
        """What a colleague can do to it is to withdraw the package: who says why, erases it."""
        self.withdrawn_because = self.withdrawn_because.strip()
        if self.withdrawn_because:
            self.package = None
        elif self.package is None:
            raise ValidationError({"withdrawn_because": "The file is erased: a reason has to stand in its place."})

    @property
    def key(self) -> str:
        """The month as addresses have it."""
        return f"{self.month:%Y-%m}"

    @property
    def url_on_site(self) -> str:
        return reverse("sibdb:monthly", args=[self.month])

    @property
    def last_published_at(self) -> datetime:
        """For the site's map."""
        return self.taken_at

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(self.tables.values())

    @property
    def taken_on(self):
        """The day, here."""
        return timezone.localdate(self.taken_at)
