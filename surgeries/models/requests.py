"""'None of these times suit me': what staff answer by hand."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from surgeries.models.bookings import QUESTION_LENGTH, OrganisationType
from surgeries.models.choices import StageOption, SurgeryTopic


class SurgeryRequest(models.Model):
    """Someone who could not find a time."""

    class Status(models.TextChoices):
        NEW = "new", "New"
        CONTACTED = "contacted", "Contacted"
        CLOSED = "closed", "Closed"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey("accounts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    org_type = models.CharField("kind of organisation", max_length=20, choices=OrganisationType)
    topic = models.ForeignKey(SurgeryTopic, on_delete=models.PROTECT, related_name="+")
    journey_stage = models.ForeignKey(StageOption, verbose_name="stage", on_delete=models.PROTECT, related_name="+")
    question = models.TextField(max_length=QUESTION_LENGTH, blank=True)
    availability = models.TextField("when they are free", max_length=500, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.NEW)
    submission_key = models.UUIDField(unique=True)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField("asked")
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = "request for a time"
        verbose_name_plural = "requests for a time"
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="surgery_request_has_someone_to_answer",
                condition=Q(contact__isnull=False) | Q(anonymised_at__isnull=False),
                violation_error_message="A request needs an email address to answer to.",
            ),
            models.CheckConstraint(
                name="surgery_request_anonymised_names_nobody",
                condition=Q(anonymised_at__isnull=True)
                | Q(contact__isnull=True, name="", organisation="", question="", availability=""),
                violation_error_message="An anonymised request holds nothing about a person.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or 'Somebody'}, {self.created_at:%-d %B %Y}"

    def close(self, *, now: datetime) -> None:
        """It has been answered with a booking."""
        self.status, self.updated_at = self.Status.CLOSED, now
        self.save(update_fields=["status", "updated_at"])

    def forget(self, *, now: datetime) -> None:
        """Remove what could identify anyone; topic, stage and kind of organisation stay."""
        self.contact, self.name, self.organisation, self.question, self.availability = None, "", "", "", ""
        self.status, self.anonymised_at, self.updated_at = self.Status.CLOSED, now, now
        self.save()
