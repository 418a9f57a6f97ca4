"""Advisers, and the days on which nobody works."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from surgeries.models.formats import Format, formats_constraint, formats_field
from surgeries.querysets import AdviserQuerySet


class Nation(models.TextChoices):
    """Whose bank holidays an adviser keeps (codes of ISO 3166-2:GB)."""

    ENGLAND = "ENG", "England"
    WALES = "WLS", "Wales"
    SCOTLAND = "SCT", "Scotland"
    NORTHERN_IRELAND = "NIR", "Northern Ireland"


def shown_as(public_name: str, *, is_example: bool) -> str:
    """The name; an example always says so."""
    is_plain = is_example and "example" not in public_name.lower()
    return f"{public_name} (example)" if is_plain else public_name


class AdviserProfile(models.Model):
    """Someone who holds surgeries, as those who book see them."""

    class CalendarDelivery(models.TextChoices):
        INVITE = "invite", "An invitation with each message"
        FEED = "feed", "A calendar of their own to subscribe to"
        NONE = "none", "No invitations"

    person = models.OneToOneField(
        "accounts.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The public profile of this adviser. Only examples have none.",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="account",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="adviser_profile",
        help_text="With it the adviser sees their own surgeries here.",
    )
    public_name = models.CharField("name", max_length=120, help_text="As the adviser wants those who book to see it.")
    signs_as = models.CharField(max_length=60, help_text="How messages are signed, such as a first name.")
    bio_line = models.CharField(
        "one line",
        max_length=160,
        help_text="On the adviser, without a full stop: 'who has priced outcomes in health'.",
    )
    email = models.EmailField(help_text="Where news of bookings goes. Never shown.")
    topics = models.ManyToManyField("surgeries.SurgeryTopic", blank=True, related_name="+")
    default_duration = models.PositiveSmallIntegerField(default=45, help_text="In minutes, for extra times.")
    buffer_minutes = models.PositiveSmallIntegerField(
        "minutes between surgeries", default=15, help_text="Kept free after each one."
    )
    formats = formats_field(help_text="How this adviser can meet people.", default=list)
    join_info = models.CharField(
        "link to join",
        max_length=300,
        blank=True,
        help_text="The address of the video room. Only those who booked see it.",
    )
    nation = models.CharField("bank holidays of", max_length=3, choices=Nation, default=Nation.ENGLAND)
    calendar_delivery = models.CharField(max_length=6, choices=CalendarDelivery, default=CalendarDelivery.INVITE)
    feed_token_version = models.PositiveIntegerField(default=1, editable=False)
    is_example = models.BooleanField(
        "example", default=False, help_text="A made-up adviser for a demonstration: marked as one wherever shown."
    )
    agreed_on = models.DateField(
        null=True, blank=True, help_text="When the adviser agreed to be shown to those who book."
    )
    is_active = models.BooleanField("takes bookings", default=True)

    objects = AdviserQuerySet.as_manager()

    class Meta:
        verbose_name = "adviser"
        ordering = ["public_name"]

        constraints = [
            models.CheckConstraint(
                name="adviser_is_a_person_or_an_example",
                condition=Q(person__isnull=False, is_example=False) | Q(person__isnull=True, is_example=True),
                violation_error_message="Choose the adviser's profile, or mark them as an example: one of the two.",
            ),
            models.CheckConstraint(
                name="adviser_takes_bookings_only_having_agreed",
                condition=Q(is_active=False) | Q(is_example=True) | Q(agreed_on__isnull=False),
                violation_error_message="Enter when the adviser agreed, or let them take no bookings yet.",
            ),
            formats_constraint("adviser_meets_in_some_way"),
            models.CheckConstraint(
                name="adviser_durations_are_sane",
                condition=Q(default_duration__range=(15, 120), buffer_minutes__lte=120),
                violation_error_message="A surgery lasts 15 to 120 minutes, with at most 120 between two.",
            ),
        ]

    def __str__(self) -> str:
        return self.name_shown

    @property
    def name_shown(self) -> str:
        """The name; an example always says so."""
        return shown_as(self.public_name, is_example=self.is_example)

    @property
    def gets_invitations(self) -> bool:
        return self.calendar_delivery == self.CalendarDelivery.INVITE

    def replace_feed(self) -> None:
        """The address of the adviser's calendar stops working; another takes its place."""
        self.feed_token_version += 1
        self.save(update_fields=["feed_token_version"])

    def clean(self) -> None:
        super().clean()
        if Format.VIDEO not in (self.formats or []) and self.join_info:
            raise ValidationError({"join_info": "There is nothing to join: this adviser does not meet by video."})


class BankHoliday(models.Model):
    """A day off in one nation. Kept up by `generate_slots`, so that pages need not work it out."""

    nation = models.CharField(max_length=3, choices=Nation)
    day = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["day", "nation"]
        constraints = [
            models.UniqueConstraint(name="bank_holiday_once_in_a_nation", fields=["nation", "day"]),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.day:%-d %B %Y}"
