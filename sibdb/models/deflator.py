"""The deflator that brings prices of other years to those of one year: dated data, which staff replace."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel

FIRST, LAST = 1950, 2100
_LINE = re.compile(r"^\s*(\d{4})\s*[,;\t ]\s*(\d+(?:\.\d+)?)\s*$")
_HEADING = re.compile(r"^\s*year\b", re.IGNORECASE)


def read_figures(text: str) -> dict[int, Decimal]:
    """Figures by year, of lines such as `2012,80.9`; a heading may stand first. Raises ValidationError."""
    found: dict[int, Decimal] = {}
    lines = [line for line in text.splitlines() if line.strip()]
    for line in lines[1:] if lines and _HEADING.match(lines[0]) else lines:
        read = _LINE.match(line)
        if not read or not FIRST <= int(read[1]) <= LAST or not Decimal(read[2]):
            raise ValidationError(f"Write a year and a figure above 0 on each line, such as 2012,80.9: not “{line}”.")
        if int(read[1]) in found:
            raise ValidationError(f"The year {read[1]} stands twice.")
        found[int(read[1])] = Decimal(read[2])
    if len(found) < 2:
        raise ValidationError("Give the figures of at least two years.")
    return found


def check_figures(text: str) -> None:
    read_figures(text)


class Deflator(models.Model):
    """One release of a deflator. Pages use that of the latest release."""

    name = models.CharField(max_length=120, help_text="Such as UK GDP deflator, calendar years.")
    source = models.CharField(max_length=300, help_text="Who publishes it, and the name of the series.")
    url = models.URLField("address", max_length=500, blank=True)
    released_on = models.DateField("released on", unique=True)
    figures = models.TextField(
        validators=[check_figures],
        help_text="A year and its figure on each line, such as 2012,80.9. Paste the two columns of the publisher's "
        "file.",
    )

    panels = [
        FieldPanel("name"), FieldPanel("source"), FieldRowPanel([FieldPanel("url"), FieldPanel("released_on")]),
        FieldPanel("figures"),
    ]  # fmt: skip

    class Meta:
        ordering = ["-released_on"]
        constraints = [
            models.CheckConstraint(
                name="deflator_names_its_source",
                condition=Q(name__regex=r"\S", source__regex=r"\S", figures__regex=r"\d"),
                violation_error_message="Give the name, the source and the figures.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.released_on}"
