"""What readers may send about their progress."""

from django import forms

from journey.models import StepProgress

MOST_CHARACTERS = 4000


class StateForm(forms.Form):
    """Marks a step."""

    state = forms.ChoiceField(choices=StepProgress.State.choices, required=False)


class TicksForm(forms.Form):
    """Ticks activities of a step; `known` are the ids that exist. `was` are those that were ticked on the page."""

    tells_was = forms.BooleanField(required=False)

    def __init__(self, *args, known: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.fields["tick"] = forms.MultipleChoiceField(choices=[(key, key) for key in known], required=False)
        self.fields["was"] = forms.MultipleChoiceField(choices=[(key, key) for key in known], required=False)

    def ticks_on(self, standing: list[str]) -> list[str]:
        """What is ticked now: what was ticked elsewhere since the page was opened stays, as do its other changes."""
        ticked, was = set(self.cleaned_data["tick"]), set(self.cleaned_data["was"])
        if self.cleaned_data["tells_was"]:
            ticked |= set(standing) - (was - ticked)
        return [key for key in self.known if key in ticked]


class NoteForm(forms.Form):
    """A note on a step, in the reader's words. `seen` is the fingerprint of the note that was on the page."""

    seen = forms.CharField(max_length=20, required=False)
    note = forms.CharField(
        max_length=MOST_CHARACTERS,
        required=False,
        error_messages={
            "max_length": "This note has %(show_value)s characters, and there is room for %(limit_value)s. Go back, "
            "where it still stands, and shorten it."
        },
    )


class ShareForm(forms.Form):
    """What a link to My journey shows."""

    with_notes = forms.BooleanField(required=False)


class DecisionForm(forms.Form):
    """Names the page of the decision aid whose result is kept."""

    page = forms.IntegerField(min_value=1)


class SaveForm(forms.Form):
    """Saves a page for later, or removes it."""

    kind = forms.RegexField(r"^[a-z-]{1,20}$")
    key = forms.RegexField(r"^[A-Za-z0-9_-]{1,120}$")
    remove = forms.BooleanField(required=False)
