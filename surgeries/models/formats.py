"""How people meet."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Format(models.TextChoices):
    VIDEO = "video", "By video"
    PHONE = "phone", "By phone"
    IN_PERSON = "in_person", "In Oxford"


# What stands beside a time, where there is little room.
SHORT = {Format.VIDEO: "Online", Format.PHONE: "Phone", Format.IN_PERSON: "Oxford"}


def formats_field(**options) -> ArrayField:
    """A list of formats, one at least."""
    return ArrayField(models.CharField(max_length=10, choices=Format), **options)


def formats_constraint(name: str) -> models.CheckConstraint:
    """There is at least one format, and each is known."""
    return models.CheckConstraint(
        name=name,
        condition=Q(formats__len__gte=1, formats__contained_by=Format.values),
        violation_error_message="Choose at least one way to meet: by video, by phone or in Oxford.",
    )


def in_short(formats: list[str]) -> str:
    """`Online or Oxford`"""
    return " or ".join(SHORT[one] for one in Format.values if one in formats)
