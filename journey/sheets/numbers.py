"""Figures as people write them, and as they are kept and shown."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format

_FIGURE = re.compile(r"-?\d{1,15}(\.\d{1,4})?")


def as_number(text: str) -> str | None:
    """The figure without pound sign, commas and blanks; None where it is no number."""
    bare = re.sub(r"[£,\s]", "", text)
    return bare if _FIGURE.fullmatch(bare) else None


def shown(kind: str, text: str) -> str:
    """A kept figure for readers: `1200` as 1,200, and pounds with their sign. Other kinds as they are."""
    if kind not in ("number", "money") or not _FIGURE.fullmatch(text or ""):
        return text
    grouped = number_format(Decimal(text), use_l10n=True, force_grouping=True)
    return grouped if kind == "number" else f"-£{grouped[1:]}" if grouped.startswith("-") else f"£{grouped}"


class FigureField(forms.CharField):
    """A number as people write it; kept as digits."""

    def clean(self, value: str) -> str:
        text = super().clean(value)
        figure = as_number(text) if text else ""
        if figure is None:
            raise ValidationError(f"{self.label}: write a number, such as 1,200 or 0.5.")
        return figure
