"""What the operator tells readers: addresses, names and dates that the standing pages mention."""

from dataclasses import dataclass

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from golab.pages.snapshots import Snapshot

_LINE = {"max_length": 200, "blank": True}


@register_setting(icon="cog", order=10)
class HubSettings(BaseGenericSetting):
    """Values that pages name in double curly brackets, such as {{ contact_email }}.

    A sentence whose value is missing is hidden from readers and marked for staff.
    """

    contact_email = models.EmailField(blank=True, help_text="Where readers write. Shown on many pages.")
    press_email = models.EmailField(blank=True, help_text="Where journalists write.")
    postal_address = models.CharField(**_LINE, help_text="Street, town and postcode, on one line.")
    people_intro = models.TextField(blank=True, help_text="Opens the page about people. Up to 60 words.")
    funding_statement = models.TextField(blank=True, help_text="Who pays for the GO Lab. Up to 60 words.")
    support_reviewed_on = models.CharField(**_LINE, help_text="When the list of other support was checked, in words.")

    privacy_email = models.EmailField(blank=True, help_text="Where people ask about their data.")
    dpo_contact = models.CharField("data protection officer", **_LINE, help_text="Name of the office and address.")
    privacy_dated = models.CharField(**_LINE, help_text="Date of the privacy notice, in words.")
    log_retention = models.CharField(**_LINE, help_text="How long server logs are kept, such as '30 days'.")
    suppliers = models.TextField(blank=True, help_text="Who runs servers and mail for us.")
    transfers_statement = models.TextField(blank=True, help_text="Whether data leaves the UK, and on what terms.")

    accessibility_email = models.EmailField(blank=True, help_text="Where people report a barrier.")
    accessibility_phone = models.CharField(**_LINE)
    accessibility_reply_days = models.CharField(**_LINE, help_text="Working days to an answer, as a number.")
    known_issues_summary = models.TextField(blank=True, help_text="What the last audit found, in plain words.")
    roadmap_note = models.TextField(blank=True, help_text="What will be mended, and by when.")
    sample_description = models.TextField(blank=True, help_text="Which pages were tested.")
    tested_by = models.CharField(**_LINE)
    tested_on = models.CharField(**_LINE, help_text="In words.")
    prepared_on = models.CharField(**_LINE, help_text="Date of the statement, in words.")
    review_on = models.CharField(**_LINE, help_text="When the statement is due again, in words.")

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("contact_email", "press_email", "postal_address", "people_intro",
                                           "funding_statement", "support_reviewed_on")],
            heading="Who we are",
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("privacy_email", "dpo_contact", "privacy_dated", "log_retention",
                                           "suppliers", "transfers_statement")],
            heading="Privacy notice",
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("accessibility_email", "accessibility_phone", "accessibility_reply_days",
                                           "known_issues_summary", "roadmap_note", "sample_description",
                                           "tested_by", "tested_on", "prepared_on", "review_on")],
            heading="Accessibility statement",
        ),
    ]  # fmt: skip

    class Meta:
        verbose_name = "Facts about the hub"


@dataclass(frozen=True)
class Facts:
    """The settings as names and texts; unset ones are empty."""

    values: dict[str, str]

    def __getattr__(self, name: str) -> str:
        try:
            return self.__dict__["values"][name]
        except KeyError as error:
            raise AttributeError(name) from error


def _build() -> Facts:
    row = HubSettings.objects.values().first() or {field.name: "" for field in HubSettings._meta.fields}
    return Facts({name: value for name, value in row.items() if name != "id"})


hub_facts = Snapshot("facts", _build)
