"""Who spoke or wrote: a profile of ours, or a name exactly as a source gives it."""

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from golab.accounts.models import Person


class Credit(Orderable):
    """Someone named on a page, in the role they held at the time."""

    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="profile",
        help_text="Only people who agreed to be listed have one. For everyone else give the name.",
    )  # fmt: skip
    name = models.CharField(
        max_length=160, blank=True, help_text="Exactly as the source writes it. Leave it empty if you chose a profile."
    )
    role = models.CharField(max_length=160, blank=True, help_text="The role held at the time, as the source gives it.")
    organisation = models.CharField(max_length=160, blank=True, help_text="At the time. Leave it empty if not given.")

    panels = [
        FieldPanel("person"),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("role"), FieldPanel("organisation")]),
    ]

    class Meta(Orderable.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_has_one_name",
                condition=models.Q(person__isnull=False, name="") | models.Q(person__isnull=True) & ~models.Q(name=""),
                violation_error_message="Choose a profile or write a name: one of the two.",
            )
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.shown_name, self.role, self.organisation]))

    @property
    def shown_name(self) -> str:
        return self.person.name if self.person_id else self.name

    @property
    def profile_url(self) -> str:
        """The address of the profile, while it is listed."""
        is_listed = self.person_id and self.person.is_listed(on=timezone.localdate())
        return self.person.get_absolute_url() if is_listed else ""
