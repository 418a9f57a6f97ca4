"""Forms of the CMS about messages."""

from django import forms

from golab.notifications import examples, hold
from golab.notifications.copy import CopyError, Wording

LIKE_THIS = "Enter an email address, like name@example.com."


class AddressForm(forms.Form):
    """Where a message should have gone."""

    email = forms.EmailField(
        label="Send it to this address instead",
        max_length=254,
        error_messages={
            "required": "Enter the address that was meant.",
            "invalid": LIKE_THIS,
            "max_length": LIKE_THIS,
        },
    )


class KindForm(forms.Form):
    """?kind=<name>"""

    kind = forms.ChoiceField()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in examples.shown_kinds()]


class RewordForm(forms.Form):
    """The subject and the text of a message, which may use the placeholders of `standard` and no others."""

    subject = forms.CharField(max_length=150)
    body = forms.CharField(
        label="Text",
        max_length=5000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text="Plain text with facts in double curly brackets. What the message needs and may use is listed below.",
    )

    def __init__(self, *args, standard: Wording, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.standard = standard

    def clean_body(self) -> str:
        return self.cleaned_data["body"].replace("\r\n", "\n").strip() + "\n"

    def clean(self) -> dict:
        told = super().clean()
        if {"subject", "body"} <= told.keys():
            try:
                self.standard.reworded(subject=told["subject"], body=told["body"])
            except CopyError as error:
                message = str(error).removeprefix(f"{self.standard.key}: ")
                self.add_error("body", f"This can't be sent: {message}")
        return told


class HoldForm(forms.Form):
    """Why nothing is to be sent."""

    reason = forms.CharField(
        max_length=200, help_text="For your colleagues, such as: restored from yesterday's backup."
    )


class ReleaseForm(forms.Form):
    """Which of the held messages go out; the others are cancelled."""

    send = forms.MultipleChoiceField(
        label="Send these", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="What is not ticked is cancelled and stays in the list. What was written before a backup was restored"
        " has probably been sent already.",
    )  # fmt: skip

    def __init__(self, *args, groups: list[hold.Group], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["send"].choices = [(group.key, group.label) for group in groups]
        self.fields["send"].initial = [group.key for group in groups if group.is_safe_to_send]
