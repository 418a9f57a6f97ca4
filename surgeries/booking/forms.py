"""What people may send, step by step."""

from django import forms
from django.core.validators import RegexValidator

from golab.pages.texts import LineField, WordsField
from surgeries.booking.further_questions import WithFurtherQuestions
from surgeries.booking.taken_along import WithTakenAlong
from surgeries.models import StageOption, SurgeryTopic
from surgeries.models.bookings import MOST_COLLEAGUES, NEEDS_LENGTH, QUESTION_LENGTH, OrganisationType
from surgeries.models.formats import Format

ADDRESS_NEEDED = "Enter your work email address, like name@example.gov.uk"
CHOOSE_TIME = "Choose a time, or tell us that none suits you"


class PlainForm(forms.Form):
    """No colon after labels, no browser bubbles: the page explains errors itself."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def answers(self) -> dict:
        """What was answered, for JSON: a row as its key, with its name beside it."""
        kept: dict = {}
        for name, value in self.cleaned_data.items():
            if hasattr(value, "pk"):
                kept |= {name: value.pk, f"{name}_label": str(value)}
            else:
                kept[name] = value
        return kept


class NeedForm(PlainForm):
    """What it is about."""

    topic = forms.ModelChoiceField(
        SurgeryTopic.objects.filter(is_active=True),
        label="What do you want to talk about?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose what you want to talk about", "invalid_choice": "Choose one of these"},
    )
    journey_stage = forms.ModelChoiceField(
        StageOption.objects.filter(is_active=True),
        label="Where are you now?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose where you are now", "invalid_choice": "Choose one of these"},
    )


class FromForm(forms.Form):
    """?slot=<uuid>&step=<key>: where someone comes from. What makes no sense counts as not there."""

    slot = forms.UUIDField(required=False)
    step = forms.SlugField(required=False, max_length=80)

    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class WeekForm(forms.Form):
    """?week=2026-11-23&how=video&who=3: which times to show. What makes no sense counts as not there."""

    week = forms.DateField(required=False)
    how = forms.ChoiceField(required=False, choices=Format.choices)
    who = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)

    def asked(self) -> dict:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class TimeForm(PlainForm):
    """Which time; whether it is still free is asked of the database."""

    slot = forms.UUIDField(error_messages={"required": CHOOSE_TIME, "invalid": CHOOSE_TIME})


class YouForm(PlainForm):
    """Who comes. `formats` are those that the chosen time offers."""

    name = LineField(
        label="Full name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    email = forms.EmailField(
        label="Work email",
        max_length=254,
        help_text="We send the link to join, change or cancel to this address.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": ADDRESS_NEEDED, "invalid": ADDRESS_NEEDED},
    )
    organisation = LineField(
        label="Organisation",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "Enter the name of your organisation"},
    )
    org_type = forms.ChoiceField(
        label="Kind of organisation",
        choices=[("", "Choose one"), *OrganisationType.choices],
        help_text="It helps us to see who we are not reaching.",
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"required": "Choose the kind of organisation", "invalid_choice": "Choose one of the list"},
    )
    role = LineField(
        label="Role (optional)",
        max_length=200,
        required=False,
        help_text="For example, commissioning manager, head of finance, programme lead.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    format = forms.ChoiceField(
        label="How would you like to meet?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you would like to meet", "invalid_choice": "Choose one of these"},
    )
    phone = LineField(
        label="Phone number (optional)",
        max_length=40,
        required=False,
        help_text="Only if you choose a phone call.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        validators=[RegexValidator(r"^[0-9 +()./-]{6,40}$", "Enter a phone number, like 01865 000000")],
    )
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    website.is_trap = True

    def __init__(self, *args, formats: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offered = [(value, label) for value, label in Format.choices if value in formats]
        self.fields["format"].choices = offered
        if len(offered) == 1:
            self.fields["format"].required = False
            self.fields["format"].widget = forms.HiddenInput()
        self.only_format = offered[0][0] if len(offered) == 1 else ""
        if Format.PHONE not in formats:
            del self.fields["phone"]

    def clean_format(self) -> str:
        return self.only_format or self.cleaned_data["format"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("website"):
            # A person's browser may have filled it in, so it is said and not swallowed.
            raise forms.ValidationError("Empty the field that should be left empty, then press Continue again.")
        if cleaned.get("format") == Format.PHONE and "phone" not in self.errors and not cleaned.get("phone"):
            self.add_error("phone", "Enter the number on which we should call you")
        if cleaned.get("format") != Format.PHONE:
            cleaned["phone"] = ""
        return cleaned

    def answers(self) -> dict:
        return {name: value for name, value in super().answers().items() if name != "website"}


class FurtherForm(WithFurtherQuestions, PlainForm):
    """Only what staff have set up: what is still to be answered before a booking."""


class QuestionForm(WithTakenAlong, FurtherForm):
    """What they want to know, and who and what comes with them."""

    question = WordsField(
        label="What would you like help with?",
        max_length=QUESTION_LENGTH,
        rows=8,
        help_text=(
            "Tell us what you are trying to decide. Up to 2,000 characters. Please don't include personal details of "
            "people who use services, or anything confidential about a bid."
        ),
        error_messages={
            "required": "Tell us what you would like help with",
            "max_length": "Shorten it to 2,000 characters",
        },
    )
    access_needs = WordsField(
        label="What would make it easier for you to take part? (optional)",
        max_length=NEEDS_LENGTH,
        rows=3,
        required=False,
        help_text=(
            "For example, captions, breaks, a British Sign Language interpreter or a quiet room. We delete this 30 "
            "days after the session."
        ),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_COLLEAGUES + 1):
            self.fields[f"colleague_{number}"] = LineField(
                label=f"Name of colleague {number}", max_length=200, required=False
            )
            self.fields[f"colleague_{number}_email"] = forms.EmailField(
                label=f"Email of colleague {number}", max_length=254, required=False,
                error_messages={"invalid": "Enter an email address, like name@example.gov.uk, or nothing"},
            )  # fmt: skip

    @property
    def colleague_rows(self) -> list[tuple]:
        return [(self[f"colleague_{n}"], self[f"colleague_{n}_email"]) for n in range(1, MOST_COLLEAGUES + 1)]

    def clean(self) -> dict:
        cleaned = super().clean()
        for number in range(1, MOST_COLLEAGUES + 1):
            name = f"colleague_{number}"
            if cleaned.get(f"{name}_email") and not cleaned.get(name):
                self.add_error(name, f"Enter the name of colleague {number} as well")
        return cleaned

    def answers(self) -> dict:
        return {**super().answers(), "brought": self.taken_along()}


def colleagues_in(answers: dict) -> list[dict[str, str]]:
    """Those who come along, from the answers of QuestionForm."""
    rows = [(answers.get(f"colleague_{n}"), answers.get(f"colleague_{n}_email")) for n in range(1, MOST_COLLEAGUES + 1)]
    return [{"name": name, "email": email or ""} for name, email in rows if name]


class SubmissionForm(forms.Form):
    """The key that makes two presses of the button one booking."""

    submission_key = forms.UUIDField()


class FindForm(PlainForm):
    """Which address the links should go to."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="The one you booked with.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": ADDRESS_NEEDED, "invalid": ADDRESS_NEEDED},
    )


class RequestForm(NeedForm):
    """For someone whom no time suits. Errors are listed in the order in which the page asks."""

    field_order = ("availability", "question", "topic", "journey_stage", "name", "email", "organisation", "org_type")
    name = YouForm.base_fields["name"]
    email = YouForm.base_fields["email"]
    organisation = YouForm.base_fields["organisation"]
    org_type = YouForm.base_fields["org_type"]
    question = QuestionForm.base_fields["question"]
    availability = WordsField(
        label="When would suit you?",
        max_length=500,
        rows=3,
        help_text="Days of the week, mornings or afternoons, and any dates that are no use.",
        error_messages={"required": "Tell us when would suit you"},
    )
    website = YouForm.base_fields["website"]
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("website"):
            raise forms.ValidationError("Empty the field that should be left empty, then press the button again.")
        return cleaned
