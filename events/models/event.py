"""An event, before it and after it."""

from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager

from events.models.timing import Status, Timed
from events.querysets import EventQuerySet
from events.wording import HOME_ZONE, validate_zone
from golab.pages.addresses import refuse_reserved_slug
from golab.pages.blocks import BodyBlock, SourceBlock
from golab.pages.models import BasePage
from golab.taxonomy.mixins import ClassifiedPage

OTHERS_SHOWN = 3


class EventPage(Timed, ClassifiedPage, BasePage):
    """An event. Past ones may lack a date, and then say why; no day is ever invented."""

    Status = Status

    class Attendance(models.TextChoices):
        IN_PERSON = "in-person", "In person"
        ONLINE = "online", "Online"
        HYBRID = "hybrid", "In person and online"

    class Registration(models.TextChoices):
        NONE = "none", "No registration"
        EXTERNAL = "external", "On another site"

    starts_at = models.DateTimeField("starts", null=True, blank=True, help_text="UK time. Empty only for a past event.")
    ends_at = models.DateTimeField("ends", null=True, blank=True, help_text="UK time. Until then it is upcoming.")
    is_all_day = models.BooleanField(
        "only the days are known", default=False,
        help_text="Shows no times. Start at midnight and end at the midnight after the last day.",
    )  # fmt: skip
    time_zone = models.CharField(
        max_length=40, default=HOME_ZONE, validators=[validate_zone], help_text="In which times are shown."
    )
    date_note = models.CharField(
        max_length=250, blank=True, help_text="Why there is no date, or where the date comes from. One sentence."
    )
    sort_date = models.DateField(
        null=True, blank=True,
        help_text="Orders past events without a date. Not shown. Empty if not even the year is known.",
    )  # fmt: skip
    status = models.CharField(max_length=11, choices=Status, default=Status.SCHEDULED)
    status_note = models.CharField(
        max_length=250, blank=True, help_text="What changed and what to do about it. Stands at the top of the page."
    )
    kind = models.CharField(
        "kind of event", max_length=80, blank=True, help_text="Such as: Conference, Morning workshop."
    )
    attendance = models.CharField("how people attend", max_length=9, choices=Attendance, blank=True)
    venue = models.CharField(max_length=200, blank=True, help_text="As readers should see it, such as 'Online'.")
    place = models.ForeignKey(
        "taxonomy.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name="council, region or nation (ONS)",
        help_text="Where people meet: lists show it first to readers from near there. Empty for events online.",
    )  # fmt: skip
    organiser = models.CharField(max_length=200, blank=True)
    join_url = models.URLField(
        "link to join", max_length=500, blank=True,
        help_text="Never shown on the site, in calendar files or in search: only people who register get it.",
    )  # fmt: skip
    registration = models.CharField(max_length=8, choices=Registration, default=Registration.NONE)
    registration_url = models.URLField("address for registering", max_length=500, blank=True)
    programme = StreamField(BodyBlock(), blank=True)
    learned = StreamField(
        BodyBlock(), blank=True, verbose_name="what we learned",
        help_text="After the event, in our own words. Up to 300 words.",
    )  # fmt: skip
    learned_note = models.TextField(
        max_length=400, blank=True, help_text="If there is no account of what was learned: why, and what there is."
    )
    speakers_note = models.CharField(max_length=250, blank=True, help_text="Stands below the speakers.")
    sources = StreamField([("source", SourceBlock())], blank=True)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_print = models.CharField(max_length=64, blank=True, editable=False)

    objects = PageManager.from_queryset(EventQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("is_all_day"), FieldPanel("time_zone")]),
                FieldPanel("date_note"),
                FieldPanel("sort_date"),
                FieldRowPanel([FieldPanel("status"), FieldPanel("status_note")]),
            ],
            heading="When",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("attendance")]),
                FieldRowPanel([FieldPanel("venue"), FieldPanel("place")]),
                FieldPanel("organiser"),
                FieldPanel("join_url"),
                FieldRowPanel([FieldPanel("registration"), FieldPanel("registration_url")]),
            ],
            heading="Where and how",
        ),
        FieldPanel("programme"),
        InlinePanel("speakers", label="speaker", heading="Speakers"),
        FieldPanel("speakers_note"),
        FieldPanel("learned"),
        FieldPanel("learned_note"),
        InlinePanel("materials", label="item", heading="Recordings, slides and reports"),
        FieldPanel("sources"),
        *ClassifiedPage.classification_panels,
    ]
    template = "events/event.html"
    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []
    section = "events"
    exclude_fields_in_copy = ["calendar_sequence", "calendar_print"]

    class Meta:
        verbose_name = "event"
        indexes = [models.Index(fields=["ends_at"], name="event_by_end")]
        constraints = [
            models.CheckConstraint(
                name="event_has_both_times_or_none",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__isnull=False),
                violation_error_message="Give both the start and the end, or neither for a past event.",
            ),
            models.CheckConstraint(
                name="event_ends_after_it_starts",
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message="The end must be later than the start.",
            ),
            models.CheckConstraint(
                name="event_without_dates_says_why",
                condition=Q(starts_at__isnull=False) | ~Q(date_note=""),
                violation_error_message="Give start and end. For a past event without them, say why in the date note.",
            ),
            models.CheckConstraint(
                name="event_without_dates_asks_nobody_to_come",
                condition=Q(starts_at__isnull=False)
                | Q(join_url="", registration="none", status__in=["scheduled", "cancelled"]),
                violation_error_message="Only past events may lack dates: take away registration and the link to join.",
            ),
            models.CheckConstraint(
                name="event_with_dates_is_sorted_by_them",
                condition=Q(starts_at__isnull=True) | Q(sort_date__isnull=False),
                violation_error_message="An event with dates is sorted by its start.",
            ),
            models.CheckConstraint(
                name="event_registration_has_an_address_if_elsewhere",
                condition=Q(registration="none", registration_url="")
                | Q(registration="external") & ~Q(registration_url=""),
                violation_error_message="Registration on another site needs its address; no registration has none.",
            ),
        ]  # fmt: skip

    def full_clean(self, *args, **kwargs) -> None:
        self._sort_by_start()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """What Wagtail asks of a draft."""
        self._sort_by_start()
        super().minimal_clean()

    def _sort_by_start(self) -> None:
        if self.local_start:
            self.sort_date = self.local_start.date()

    def clean(self) -> None:
        super().clean()
        refuse_reserved_slug(self.slug)
        if not self.starts_at and self.sort_date and self.sort_date > timezone.localdate():
            raise ValidationError({"sort_date": "Only past events may lack dates: give the start and the end."})
        if self.is_all_day and self.starts_at and self.ends_at:
            zone = ZoneInfo(self.known_zone)
            if any(moment.astimezone(zone).time() != datetime.min.time() for moment in (self.starts_at, self.ends_at)):
                raise ValidationError({"is_all_day": "Start at midnight and end at the midnight after the last day."})

    def with_content_json(self, content: dict) -> "EventPage":
        """What calendars were told belongs to the event, not to a version of its page."""
        page = super().with_content_json(content)
        page.calendar_sequence, page.calendar_print = self.calendar_sequence, self.calendar_print
        return page

    @property
    def is_open_for_registration(self) -> bool:
        return self.registration == self.Registration.EXTERNAL and self.takes_place and not self.is_over

    def note_calendar_change(self) -> None:
        """Count a new version for calendars if what they show has changed since they were last told."""
        told = "|".join(map(str, [self.starts_at, self.ends_at, self.time_zone, self.is_all_day, self.venue,
                                  self.join_url, self.status, self.title]))  # fmt: skip
        print_ = sha256(told.encode()).hexdigest()
        if print_ == self.calendar_print:
            return
        self.calendar_sequence += bool(self.calendar_print)
        self.calendar_print = print_
        EventPage.objects.filter(pk=self.pk).update(
            calendar_sequence=self.calendar_sequence, calendar_print=self.calendar_print
        )

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        response.changes_at = self.changes_at  # for the page cache
        return response

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        topics = list(self.topics.all())
        others = EventPage.objects.like(topics, but=self.pk)[:OTHERS_SHOWN] if topics else []
        return {
            **super().get_context(request, *args, **kwargs),
            "speakers": self.speakers.select_related("person"),
            "materials": self.materials.select_related("document"),
            "topics": topics,
            "stages": self.stages.all(),
            "others": others,
        }
