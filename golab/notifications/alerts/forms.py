"""What someone sends to keep a search."""

from django import forms

from golab.notifications.alerts import sources

LONGEST_QUERY = 2000


class AskForm(forms.Form):
    """An address, and the search that the page holds."""

    use_required_attribute = False
    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Enter your email address", "invalid": "Enter an email address, like name@gov.uk"},
    )
    about = forms.ChoiceField(widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=LONGEST_QUERY, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["about"].choices = [(name, name) for name in sources.names()]


class AboutForm(forms.Form):
    """The search alone, from an address or a form that was filled in wrongly."""

    about = forms.ChoiceField()
    query = forms.CharField(required=False, max_length=LONGEST_QUERY)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [(name, name) for name in sources.names()]
