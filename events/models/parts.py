"""Speakers of an event, and what is left of it: recordings, slides, reports."""

from django.db import models
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable

from golab.pages.models.credits import Credit


class EventSpeaker(Credit):
    """Someone who spoke, or will."""

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="speakers")


class EventMaterial(Orderable):
    """Something to read, watch or hear afterwards: a file of ours or a page elsewhere."""

    class Kind(models.TextChoices):
        REPORT = "report", "Report"
        RECORDING = "recording", "Recording"
        SLIDES = "slides", "Slides"
        INTERVIEW = "interview", "Interview"
        LINK = "link", "Link"

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="materials")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    url = models.URLField("web address", max_length=500, blank=True, help_text="Of a page or file on another site.")
    document = models.ForeignKey(
        get_document_model_string(), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="A file that we hold. Its type and size are shown.",
    )  # fmt: skip
    note = models.CharField(
        max_length=200, blank=True, help_text="Whose it is, how long it is: 'GO Lab news', '48 minutes'."
    )
    has_captions = models.BooleanField("has captions", default=False)
    transcript_url = models.URLField("transcript", max_length=500, blank=True, help_text="Address of the transcript.")

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]),
        FieldPanel("url"),
        FieldPanel("document"),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("has_captions"), FieldPanel("transcript_url")]),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                name="event_material_is_in_one_place",
                condition=Q(url="", document__isnull=False) | ~Q(url="") & Q(document__isnull=True),
                violation_error_message="Give a web address or choose a document: one of the two.",
            ),
            models.CheckConstraint(
                name="event_recording_can_be_followed_by_all",
                condition=~Q(kind="recording") | Q(has_captions=True) | ~Q(transcript_url=""),
                violation_error_message="A recording needs captions or a transcript before it is shown.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title} ({self.address})"

    @property
    def address(self) -> str:
        return self.document.url if self.document_id else self.url

    @property
    def form(self) -> str:
        """What the reader will get: `PDF, 1.2 MB` or `Web page on another site`."""
        if not self.document_id:
            return "Web page on another site"
        kind = self.document.file_extension.upper()
        return f"{kind}, {filesizeformat(self.document.file_size)}" if self.document.file_size else kind
