"""Forms of the CMS."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm

from surgeries import permissions
from surgeries.models import AdviserProfile, Slot
from surgeries.models.formats import Format


class FormatsField(forms.TypedMultipleChoiceField):
    """Tick boxes for ways to meet, kept as a list."""

    def __init__(self, **options) -> None:
        options = {"choices": Format.choices, "widget": forms.CheckboxSelectMultiple, "label": "How", **options}
        super().__init__(**options)


class WithFormats(WagtailAdminModelForm):
    """A record that has ways to meet."""

    formats = FormatsField(error_messages={"required": "Choose at least one way to meet."})


class OfAdviserForm(WagtailAdminModelForm):
    """A record of an adviser: an adviser can choose no one but themselves."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user and not permissions.is_manager(self.for_user):
            field = self.fields["adviser"]
            field.queryset = AdviserProfile.objects.filter(user=self.for_user)
            field.required, field.empty_label = True, None


class OfAdviserWithFormats(OfAdviserForm, WithFormats):
    """Both."""


class SlotForm(OfAdviserWithFormats):
    """A time added by hand: when and how long."""

    minutes = forms.TypedChoiceField(
        label="Lasts", coerce=int, choices=[(30, "30 minutes"), (45, "45 minutes"), (60, "60 minutes")], initial=45
    )

    class Meta:
        model = Slot
        fields = ["adviser", "starts_at", "formats"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("starts_at") and cleaned.get("minutes"):
            self.instance.ends_at = cleaned["starts_at"] + timedelta(minutes=cleaned["minutes"])
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The end follows from the start, and overlaps can only be seen with it."""
        return super()._get_validation_exclusions() - {"ends_at", "status"}

    def clean_starts_at(self) -> datetime:
        starts_at = self.cleaned_data["starts_at"]
        if starts_at <= timezone.now():
            raise forms.ValidationError("Choose a time that is still to come.")
        return starts_at


class ReasonForm(forms.Form):
    """Why, in words that the person who booked will read."""

    reason = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The message to the person who booked says it.",
        error_messages={"required": "Say why: the person who booked will want to know."},
    )


class OutcomeForm(forms.Form):
    """How a session went."""

    attended = forms.TypedChoiceField(
        label="How did it go?",
        choices=[("yes", "It took place"), ("no", "Nobody came")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        empty_value=None,
        error_messages={"required": "Choose one."},
    )
    note = forms.CharField(
        label="Note for colleagues", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
