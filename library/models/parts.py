"""What belongs to a publication: its authors, and where else it can be read."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
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


class PublicationLink(Orderable):
    """Another place where the publication, or something that belongs to it, can be read."""

    publication = ParentalKey("library.Publication", on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=120, help_text="What stands there: Data tables, Author's copy.")
    url = models.URLField("address", max_length=500)

    panels = [FieldPanel("label"), FieldPanel("url")]

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
