"""The rules of booking that staff may change."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


def check_domains(text: str) -> None:
    """Raises ValidationError unless each line is a domain."""
    if wrong := [line for line in text.split() if not _DOMAIN.fullmatch(line)]:
        raise ValidationError(f"Write domains such as gov.uk, one on each line: {wrong[0]} is none.")


@register_setting(icon="time", order=30)
class SurgeryPolicy(BaseGenericSetting):
    """How early, how often, how long."""

    minimum_notice_days = models.PositiveSmallIntegerField(
        "notice", default=2, help_text="Working days between booking and surgery."
    )
    horizon_weeks = models.PositiveSmallIntegerField("how far ahead", default=8, help_text="In weeks.")
    reschedule_until_hours = models.PositiveSmallIntegerField(
        "last change", default=24, help_text="Hours before the surgery until which people may move it themselves."
    )
    max_moves = models.PositiveSmallIntegerField("moves", default=3, help_text="How often people may move a booking.")
    max_live_bookings = models.PositiveSmallIntegerField(
        "bookings at a time", default=2, help_text="How many future surgeries one email address may hold."
    )
    request_reply_days = models.PositiveSmallIntegerField(
        "answer to a request", default=3, help_text="Working days until we answer someone for whom no time suits."
    )
    submissions_per_email = models.PositiveSmallIntegerField(
        "tries for an address", default=5, help_text="Bookings that one email address may send in an hour."
    )
    submissions_per_network = models.PositiveSmallIntegerField(
        "tries for a network", default=60, help_text="In an hour. A whole council may sit behind one network address."
    )
    keep_months = models.PositiveSmallIntegerField(
        "keep names for", default=12, help_text="Months after a surgery until personal details are removed."
    )
    needs_approval = models.BooleanField(
        "staff accept each booking",
        default=False,
        help_text="People then ask for a time, which is held for them until you accept, decline or let it lapse.",
    )
    trusted_domains = models.TextField(
        "accepted at once from",
        blank=True,
        validators=[check_domains],
        help_text="Domains of email addresses, one on each line: gov.uk stands for all below it. You then accept the "
        "bookings of everyone else. Empty: nobody is told apart.",
    )
    inbox_email = models.EmailField(
        "surgeries inbox", blank=True, help_text="Hears of new bookings and requests, and gets replies to messages."
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("minimum_notice_days", "horizon_weeks", "max_live_bookings",
                                           "needs_approval", "trusted_domains")],
            heading="Booking",
        ),
        MultiFieldPanel([FieldPanel("reschedule_until_hours"), FieldPanel("max_moves")], heading="Changing"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("request_reply_days", "inbox_email", "submissions_per_email",
                                           "submissions_per_network")],
            heading="Answers and limits",
        ),
        FieldPanel("keep_months"),
    ]  # fmt: skip

    class Meta:
        verbose_name = "Rules of surgeries"
        constraints = [
            models.CheckConstraint(
                name="surgery_policy_is_sane",
                condition=Q(
                    minimum_notice_days__lte=20,
                    horizon_weeks__range=(1, 26),
                    reschedule_until_hours__lte=336,
                    max_live_bookings__gte=1,
                    submissions_per_email__gte=1,
                    submissions_per_network__gte=1,
                    keep_months__range=(1, 36),
                ),
                violation_error_message=(
                    "Notice: at most 20 days. Ahead: 1 to 26 weeks. Last change: at most 336 hours. Keep names for "
                    "1 to 36 months. Bookings and tries: at least 1."
                ),
            ),
        ]
