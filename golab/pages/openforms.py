"""A form that anybody may send: without an account, and with a trap for programs that fill in everything."""

from django import forms

ADDRESS_NEEDED = "Enter your email address, like name@example.gov.uk"


class OpenForm(forms.Form):
    """Each page drawn has a `submission_key`: pressed twice, or sent again, it is one and the same."""

    use_required_attribute = False  # the page explains errors itself

    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.pop("website", ""):
            raise forms.ValidationError("Empty the field that should be left empty, then press the button again.")
        return cleaned
