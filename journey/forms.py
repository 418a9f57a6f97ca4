"""What readers may send about their progress."""

from django import forms

from journey.models import StepProgress


class StateForm(forms.Form):
    """Marks a step."""

    state = forms.ChoiceField(choices=StepProgress.State.choices, required=False)


class TicksForm(forms.Form):
    """Ticks activities of a step; `known` are the ids that exist."""

    def __init__(self, *args, known: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tick"] = forms.MultipleChoiceField(choices=[(key, key) for key in known], required=False)


class SaveForm(forms.Form):
    """Saves a page for later, or removes it."""

    kind = forms.RegexField(r"^[a-z-]{1,20}$")
    key = forms.RegexField(r"^[A-Za-z0-9_-]{1,120}$")
    remove = forms.BooleanField(required=False)
