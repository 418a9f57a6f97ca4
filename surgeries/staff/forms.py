"""Forms of the CMS."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import zip_longest

from django import forms
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm

from golab.pages.texts import LineField, WordsField
from surgeries import permissions
from surgeries.actions import Details
from surgeries.models import AdviserProfile, Slot, StageOption, SurgeryTopic
from surgeries.models.bookings import OrganisationType
from surgeries.models.formats import Format
from surgeries.reading import choices_of_pages

MOST_PAGES = 4
PAGE_FIELDS = tuple(f"page_{number}" for number in range(1, MOST_PAGES + 1))


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


class DayInput(forms.DateInput):
    """A day, in the form that browsers want it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SlotChoice(forms.ModelChoiceField):
    """A free time, by day, hour, adviser and way to meet."""

    def __init__(self, **options) -> None:
        wrong = {"required": "Choose a time.", "invalid_choice": "Someone has just booked this time. Choose another."}
        super().__init__(label="Time", queryset=Slot.objects.none(), error_messages=wrong, **options)

    def label_from_instance(self, slot: Slot) -> str:
        return f"{slot.brief}, {slot.adviser}, {slot.formats_in_short}"


class WithSlots(forms.Form):
    """A form with a free time to choose; `slots` are those that may be chosen."""

    slot = SlotChoice()

    def __init__(self, *args, slots, **options) -> None:
        super().__init__(*args, **options)
        self.fields["slot"].queryset = slots


class MoveForm(WithSlots, ReasonForm):
    """Where to, and why."""


class BehalfForm(WithSlots):
    """A booking for someone who phones: only what cannot be left out is asked for."""

    format = forms.ChoiceField(label="How", choices=Format.choices)
    name = LineField(max_length=200)
    email = forms.EmailField(
        required=False, max_length=254, help_text="Without one no messages are sent, and you tell them yourself."
    )
    organisation = LineField(max_length=200)
    org_type = forms.ChoiceField(label="Kind of organisation", choices=OrganisationType.choices)
    role = LineField(max_length=200, required=False)
    phone = LineField(max_length=40, required=False, help_text="Only for a surgery by phone.")
    topic = forms.ModelChoiceField(SurgeryTopic.objects.filter(is_active=True))
    journey_stage = forms.ModelChoiceField(StageOption.objects.filter(is_active=True), label="Stage")
    question = WordsField(max_length=2000, rows=5)
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict:
        cleaned = super().clean()
        slot, way = cleaned.get("slot"), cleaned.get("format")
        if slot and way and way not in slot.formats:
            self.add_error("format", f"This time is offered only so: {slot.formats_in_short}.")
        if way == Format.PHONE and not cleaned.get("phone"):
            self.add_error("phone", "Enter the number to call.")
        return cleaned

    def booking_arguments(self) -> dict:
        """What actions.book takes, but for who books and when."""
        told = dict(self.cleaned_data)
        told["phone"] = told["phone"] if told["format"] == Format.PHONE else ""
        slot, email, key = told.pop("slot"), told.pop("email"), told.pop("submission_key")
        return {"slot_uuid": slot.uuid, "email": email, "submission_key": key, "details": Details(**told)}


class DayForm(ReasonForm):
    """Whose day, which day, and why."""

    adviser = forms.ModelChoiceField(AdviserProfile.objects.none())
    day = forms.DateField(widget=DayInput())
    field_order = ("adviser", "day", "reason")

    def __init__(self, *args, advisers, **options) -> None:
        super().__init__(*args, **options)
        self.fields["adviser"].queryset = advisers


class OutcomeForm(forms.Form):
    """How a session went, and what the person should read now."""

    attended = forms.TypedChoiceField(
        label="How did it go?",
        choices=[("yes", "It took place"), ("no", "Nobody came")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        empty_value=None,
        error_messages={"required": "Choose one."},
    )
    remark = WordsField(label="Note for colleagues", max_length=2000, required=False, rows=4)
    tells = forms.BooleanField(
        label="If nobody came: send a message that we missed them, with the way to book again", required=False
    )

    field_order = ("attended", "remark", *PAGE_FIELDS, "tells")

    def __init__(self, *args, pages: Iterable[str] = (), **options) -> None:
        super().__init__(*args, **options)
        offered, chosen = [("", "None"), *choices_of_pages()], list(pages)[:MOST_PAGES]
        for name, url in zip_longest(PAGE_FIELDS, chosen, fillvalue=""):
            self.fields[name] = forms.ChoiceField(
                label=f"Page to send, {name[-1]}",
                choices=offered,
                required=False,
                initial=url,
                help_text="If it took place, the message of the next morning sends it.",
                error_messages={"invalid_choice": "This page is no longer public. Choose another."},
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict:
        """`pages` are the addresses that were chosen, each once."""
        cleaned = super().clean()
        chosen = [cleaned.pop(name, "") for name in PAGE_FIELDS]
        return {**cleaned, "pages": tuple(dict.fromkeys(url for url in chosen if url))}


class WeekForm(forms.Form):
    """Which week of whose diary; what makes no sense is ignored."""

    week = forms.DateField(required=False, widget=DayInput(), label="Week of")
    adviser = forms.ModelChoiceField(AdviserProfile.objects.none(), required=False, empty_label="All")

    def __init__(self, *args, advisers, **options) -> None:
        super().__init__(*args, **options)
        self.fields["adviser"].queryset = advisers

    def asked(self) -> dict:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PeriodForm(forms.Form):
    """From which day to which; what makes no sense is ignored."""

    since = forms.DateField(required=False, label="From", widget=DayInput())
    until = forms.DateField(required=False, label="To", widget=DayInput())

    def period(self, today: date) -> tuple[date, date]:
        """The period that was asked for, or the last twelve months."""
        self.is_valid()
        until = self.cleaned_data.get("until") or today
        since = self.cleaned_data.get("since") or until - timedelta(days=365)
        return (since, until) if since <= until else (until, since)
