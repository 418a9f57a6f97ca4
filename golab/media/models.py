"""Images and documents of our own, so that fields can be added without a move of the data."""

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image

from golab.media.content import check_content
from golab.media.images import PlainFilter


class HubImage(AbstractImage):
    """An image with its credit. Alternative text is given where it is used; `description` is what is offered there."""

    credit = models.CharField(max_length=200, blank=True, help_text="Who made it, and its licence.")

    admin_form_fields = (*Image.admin_form_fields, "credit")

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        return super().generate_rendition_file(PlainFilter(spec=filter.spec), source=source)


class HubRendition(AbstractRendition):
    """A resized copy of an image."""

    image = models.ForeignKey(HubImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition")
        ]


class HubDocument(AbstractDocument):
    """A file to download, with what a reader wants to know first."""

    is_accessible = models.BooleanField(
        "accessible file",
        default=False,
        help_text="Tick when headings, reading order and alternative text were checked.",
    )

    admin_form_fields = (*Document.admin_form_fields, "is_accessible")

    def clean(self) -> None:
        super().clean()
        try:
            check_content(self.file, self.file_extension.lower())
        except ValidationError as error:
            raise ValidationError({"file": error}) from error
