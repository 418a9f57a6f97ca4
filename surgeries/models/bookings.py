"""Bookings, each with its states (booking.md 3.2) and its history."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from surgeries.errors import ChangedMeanwhile, NotNow
from surgeries.models.choices import OrganisationType, StageOption, SurgeryTopic
from surgeries.models.formats import Format
from surgeries.models.slots import Slot
from surgeries.querysets import BookingQuerySet
from surgeries.states import LIVE, WAITING, Status

OUTCOME_CORRECTABLE = timedelta(days=14)
MOST_COLLEAGUES = 3
QUESTION_LENGTH, NEEDS_LENGTH = 2000, 500


class Booking(models.Model):
    """One person's hour with an adviser. Its state changes only through the methods below, by guarded updates."""

    Status = Status

    class By(models.TextChoices):
        BOOKER = "booker", "The person who booked"
        STAFF = "staff", "Staff"
        SYSTEM = "system", "The site"

    class CreatedVia(models.TextChoices):
        WEB = "web", "The site"
        STAFF = "staff", "Staff"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=12)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="bookings")
    contact = models.ForeignKey("accounts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=9, choices=Status, default=Status.CONFIRMED)
    sequence = models.PositiveIntegerField(default=0, help_text="Grows with every change that calendars must know.")
    submission_key = models.UUIDField()
    token_version = models.PositiveIntegerField(default=1)

    name = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    org_type = models.CharField("kind of organisation", max_length=20, choices=OrganisationType)
    role = models.CharField(max_length=200, blank=True)
    topic = models.ForeignKey(SurgeryTopic, on_delete=models.PROTECT, related_name="+")
    journey_stage = models.ForeignKey(StageOption, verbose_name="stage", on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(
        "taxonomy.Step",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="They came from it.",
    )
    question = models.TextField(max_length=QUESTION_LENGTH, blank=True)
    extra_attendees = models.JSONField("colleagues", default=list, blank=True)
    more_answers = models.JSONField("answers to further questions", default=list, blank=True)
    brought = models.JSONField("from My journey", default=list, blank=True)
    access_needs = models.TextField(max_length=NEEDS_LENGTH, blank=True)
    format = models.CharField("how", max_length=10, choices=Format)
    phone = models.CharField(max_length=40, blank=True)

    created_via = models.CharField(max_length=5, choices=CreatedVia, default=CreatedVia.WEB)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cancelled_by = models.CharField(max_length=6, choices=By, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    outcome_note = models.TextField(max_length=2000, blank=True, help_text="For staff only.")
    suggested_pages = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Pages here that the follow-up message sends.",
    )
    anonymised_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField("booked")
    updated_at = models.DateTimeField()

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        permissions = [("run_own_booking", "Can see and run the surgeries that they hold")]
        constraints = [
            models.UniqueConstraint(
                name="booking_is_the_only_live_one_of_its_slot",
                fields=["slot"],
                condition=Q(status__in=["requested", "confirmed", "attended", "no_show"]),
                violation_error_message="Someone has already booked this time.",
            ),
            models.UniqueConstraint(name="booking_reference_is_unique", fields=["reference"]),
            models.UniqueConstraint(name="booking_submission_counts_once", fields=["submission_key"]),
            models.CheckConstraint(
                name="booking_reference_has_its_form",
                condition=Q(reference__regex=r"^GOL-[2-9A-HJKMNP-TV-Z]{8}$"),
                violation_error_message="A reference looks like GOL-7K3MQ9XW.",
            ),
            models.CheckConstraint(
                name="booking_status_is_known",
                condition=Q(
                    status__in=["requested", "confirmed", "attended", "no_show", "declined", "expired", "cancelled"]
                ),
                violation_error_message="A booking has one of its seven states.",
            ),
            models.CheckConstraint(
                name="booking_cancelled_says_by_whom",
                condition=Q(status="cancelled", cancelled_by__in=["booker", "staff", "system"])
                | ~Q(status="cancelled") & Q(cancelled_by=""),
                violation_error_message="Say who cancelled, and only then.",
            ),
            models.CheckConstraint(
                name="booking_phone_is_for_phone_calls",
                condition=Q(phone="") | Q(format="phone"),
                violation_error_message="Keep a phone number only for a phone call.",
            ),
            models.CheckConstraint(
                name="booking_format_is_known",
                condition=Q(format__in=["video", "phone", "in_person"]),
                violation_error_message="People meet by video, by phone or in Oxford.",
            ),
            models.CheckConstraint(
                name="booking_has_someone_to_write_to",
                condition=Q(contact__isnull=False) | Q(anonymised_at__isnull=False) | Q(created_via="staff"),
                violation_error_message="Only staff book for someone without an email address.",
            ),
            models.CheckConstraint(
                name="booking_anonymised_names_nobody",
                condition=Q(anonymised_at__isnull=True)
                | Q(
                    contact__isnull=True,
                    name="",
                    organisation="",
                    role="",
                    question="",
                    phone="",
                    extra_attendees=[],
                    more_answers=[],
                    brought=[],
                    access_needs="",
                    cancel_reason="",
                    outcome_note="",
                ),
                violation_error_message="An anonymised booking holds nothing about a person.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def adviser(self):
        return self.slot.adviser

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_confirmed(self) -> bool:
        return self.status == self.Status.CONFIRMED

    @property
    def is_requested(self) -> bool:
        return self.status == self.Status.REQUESTED

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def is_anonymised(self) -> bool:
        return self.anonymised_at is not None

    @property
    def format_sentence(self) -> str:
        """How they meet, as a sentence of the message."""
        if self.format == Format.PHONE:
            return "We will phone you on the number you gave."
        if self.format == Format.IN_PERSON:
            return "At the Blavatnik School of Government, Oxford. Please ask at reception."
        if self.join_url:
            return "By video, using the link below."
        return "By video. We send the link before we meet."

    @property
    def join_url(self) -> str:
        """Where to join; only for those who booked."""
        return self.slot.adviser.join_info if self.format == Format.VIDEO else ""

    @property
    def colleagues_in_words(self) -> str:
        return ", ".join(one["name"] for one in self.extra_attendees) or "None"

    def is_waiting(self, *, now: datetime) -> bool:
        """Still to come: confirmed or asked for."""
        return self.status in WAITING and not self.has_started(now=now)

    def earlier_bookings(self) -> int:
        """How many others the same person has made."""
        return Booking.objects.filter(contact=self.contact).exclude(pk=self.pk).count() if self.contact_id else 0

    def has_started(self, *, now: datetime) -> bool:
        return self.slot.has_started(now=now)

    def accept(self, *, now: datetime) -> None:
        """A request is granted."""
        self._change({self.Status.REQUESTED}, now=now, status=self.Status.CONFIRMED)

    def decline(self, *, now: datetime) -> None:
        """A request is refused."""
        self._change({self.Status.REQUESTED}, now=now, status=self.Status.DECLINED)

    def expire(self, *, now: datetime) -> None:
        """A request was not answered in time."""
        self._change({self.Status.REQUESTED}, now=now, status=self.Status.EXPIRED)

    def cancel(self, *, actor: str, reason: str, now: datetime) -> None:
        """The session will not be. NotNow once it has started."""
        self._refuse_once_started(now, "This session has started or is over.")
        self._change(
            WAITING,
            now=now,
            status=self.Status.CANCELLED,
            sequence=self.sequence + 1,
            cancelled_by=actor,
            cancel_reason=reason,
        )

    def move(self, *, to: Slot, now: datetime) -> None:
        """The same booking at another time: the database gives up the old one and takes the new one at once."""
        self._refuse_once_started(now, "This session has started or is over.")
        self._change({self.Status.CONFIRMED}, now=now, slot=to, sequence=self.sequence + 1)

    def mark_attended(self, *, note: str, now: datetime, pages: tuple[str, ...] = ()) -> None:
        """It took place; `pages` are the addresses that the follow-up message will send."""
        self._record(self.Status.ATTENDED, self.Status.NO_SHOW, note, now, suggested_pages=list(pages))

    def mark_no_show(self, *, note: str, now: datetime) -> None:
        """Nobody came."""
        self._record(self.Status.NO_SHOW, self.Status.ATTENDED, note, now, suggested_pages=[])

    def change_question(self, *, question: str, now: datetime) -> None:
        """What the person wants to talk about is now this."""
        self._refuse_once_started(now, "This session has started or is over.")
        self._change(WAITING, now=now, question=question)

    def replace_link(self, *, now: datetime) -> None:
        """The link to manage the booking stops working; a new one takes its place."""
        self._change(self.Status.values, now=now, token_version=self.token_version + 1)

    def forget_needs(self) -> None:
        """The access needs are gone; the rest stays."""
        self.access_needs = ""
        self.save(update_fields=["access_needs"])

    def forget(self, *, now: datetime) -> None:
        """Remove what could identify anyone; date, adviser, topic, stage, kind of organisation and state stay."""
        for name in ("name", "organisation", "role", "question", "phone", "access_needs", "cancel_reason"):
            setattr(self, name, "")
        self.contact, self.outcome_note = None, ""
        self.extra_attendees, self.more_answers, self.brought = [], [], []
        self.anonymised_at = self.updated_at = now
        self.save()

    def clean(self) -> None:
        super().clean()
        if len(self.extra_attendees) > MOST_COLLEAGUES:
            raise ValidationError({"extra_attendees": f"Up to {MOST_COLLEAGUES} colleagues can come."})

    def _record(self, outcome: str, other: str, note: str, now: datetime, **more: object) -> None:
        """How it went: only after the start, and the one may be corrected into the other for 14 days."""
        if not self.has_started(now=now):
            raise NotNow("This session has not started yet. Say how it went once it has.")
        if self.status == other and now > self.slot.ends_at + OUTCOME_CORRECTABLE:
            raise NotNow("This session is more than 14 days ago, so how it went can no longer be changed.")
        self._change({self.Status.CONFIRMED, outcome, other}, now=now, status=outcome, outcome_note=note, **more)

    def _refuse_once_started(self, now: datetime, reason: str) -> None:
        if self.has_started(now=now):
            raise NotNow(reason)

    def _change(self, allowed, *, now: datetime, **values: object) -> None:
        """Compare and swap: nothing happens unless state and sequence are still what was read."""
        standing = Booking.objects.filter(pk=self.pk, status__in=allowed, sequence=self.sequence)
        if self.status not in allowed or not standing.update(updated_at=now, **values):
            raise ChangedMeanwhile("This booking has changed since you opened the page. Look at it again.")
        for name, value in {**values, "updated_at": now}.items():
            setattr(self, name, value)
