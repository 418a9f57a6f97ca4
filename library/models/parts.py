"""What belongs to a publication: its authors, where else it can be read, and the projects that it is about."""

from django.db import models
from django.template.defaultfilters import filesizeformat
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class PublicationAuthor(Orderable):
    """An author in their place: a person, or an organisation that has no given name."""

    publication = ParentalKey("library.Publication", on_delete=models.CASCADE, related_name="authors")
    family = models.CharField(
        "family name or organisation", max_length=160, help_text="As printed: Carter, or National Audit Office."
    )
    given = models.CharField(
        "given names or initials", max_length=80, blank=True, help_text="As printed: Eleanor, or E. Empty for an "
        "organisation.",
    )  # fmt: skip

    panels = [FieldPanel("family"), FieldPanel("given")]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                name="publication_author_has_a_name",
                condition=models.Q(family__regex=r"\S"),
                violation_error_message="Give the author's family name, or the organisation's name.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family}, {self.given}" if self.given else self.family


def size_in_words(size: int | None) -> str:
    """A number of bytes as people say it: "1.1 MB"."""
    return filesizeformat(size).replace("\xa0", " ")


class Downloadable(models.Model):
    """What a reader wants to know of an address before following it."""

    class Format(models.TextChoices):
        WEB = "web", "Web page"
        PDF = "pdf", "PDF"
        WORD = "word", "Word document"
        SHEET = "sheet", "Spreadsheet"
        SLIDES = "slides", "Slides"
        DATA = "data", "Data file"
        ARCHIVE = "archive", "ZIP archive"
        AUDIO = "audio", "Audio"
        VIDEO = "video", "Video"

    file_format = models.CharField(
        "what stands at the address", max_length=8, choices=Format, blank=True,
        help_text="Readers see it beside the link. Leave it empty if you have not looked.",
    )  # fmt: skip
    file_kb = models.PositiveIntegerField(
        "size in kilobytes", null=True, blank=True, help_text="Of a file: 1,126 for 1.1 MB. Not for web pages."
    )

    class Meta:
        abstract = True

    @property
    def file_facts(self) -> str:
        """Type and size as people say them: "PDF, 1.1 MB"; nothing where nobody has looked."""
        size = size_in_words(self.file_kb * 1024) if self.file_kb else ""
        return ", ".join(filter(None, [self.get_file_format_display(), size]))


FILE_PANELS = [FieldPanel("file_format"), FieldPanel("file_kb")]


class PublicationLink(Downloadable, Orderable):
    """Another place where the publication, or something that belongs to it, can be read."""

    publication = ParentalKey("library.Publication", on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=120, help_text="What stands there: Data tables, Author's copy.")
    url = models.URLField("address", max_length=500)

    panels = [FieldPanel("label"), FieldPanel("url"), FieldRowPanel(FILE_PANELS)]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                name="publication_link_says_what_it_is",
                condition=models.Q(label__regex=r"\S"),
                violation_error_message="Say what stands at this address.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PublicationProject(Orderable):
    """A project that the publication is about. The project is named by string: features do not import one another."""

    publication = ParentalKey("library.Publication", on_delete=models.CASCADE, related_name="about_projects")
    project = models.ForeignKey("sibdb.Project", on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("project")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                name="publication_is_about_a_project_once",
                fields=["publication", "project"],
                violation_error_message="This project is named already.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)
