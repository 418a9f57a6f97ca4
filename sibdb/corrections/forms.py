"""What people send, and what colleagues decide."""

from django import forms
from django.utils.text import Truncator

from golab.pages.openforms import ADDRESS_NEEDED, OpenForm
from golab.pages.texts import LineField, WordsField
from golab.taxonomy.models import PolicyArea
from sibdb.corrections.fields import BY_HAND, FACTS, guess
from sibdb.models import Project, Suggestion

LONGEST_NOW = 80
PROPOSED = {"max_length": 2000, "rows": 4}


class AboutForm(forms.Form):
    """?project=<slug>: which project. What makes no sense counts as not there."""

    project = forms.SlugField(required=False, max_length=100)

    def asked(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("project") or ""


class PageForm(forms.Form):
    """?page=2 of the log of changes."""

    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def asked(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("page") or 1


class _Sourced(OpenForm):
    """A proposal, where it can be read, and where to reply."""

    proposed = WordsField(label="What should it say?", error_messages={"required": "Say what it should be"}, **PROPOSED)
    source = LineField(
        label="Where can that be read?",
        max_length=1000,
        help_text="The address of a page, or the title of a report with its page. We change facts only with a source.",
        error_messages={"required": "Say where that can be read"},
    )
    email = forms.EmailField(
        label="Your email address (optional)",
        max_length=254,
        required=False,
        help_text="Only to tell you what came of it. It is not published.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": ADDRESS_NEEDED},
    )


class CorrectionForm(_Sourced):
    """A correction of `project`."""

    field_order = ("field", "proposed", "source", "email")
    field = forms.ChoiceField(
        label="What is wrong or missing?",
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"required": "Choose what is wrong or missing", "invalid_choice": "Choose one of the list"},
    )

    def __init__(self, *args, project: Project, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        now = [(key, f"{fact.label} (now: {_short(fact.shown(project))})") for key, fact in FACTS.items()]
        self.fields["field"].choices = [("", "Choose one"), ("Facts", now), ("Other parts", list(BY_HAND.items()))]


class MissingForm(_Sourced):
    """A project that is not in the database."""

    field_order = ("project_name", "proposed", "source", "email")
    project_name = LineField(
        label="Name of the project", max_length=300, error_messages={"required": "Enter the name of the project"}
    )
    proposed = WordsField(
        label="What do you know about it?",
        help_text="Where it is, who pays, who delivers, for whom, and when it began.",
        error_messages={"required": "Say what you know about it"},
        **PROPOSED,
    )


def _short(text: str) -> str:
    return Truncator(text).chars(LONGEST_NOW)


class DecideForm(forms.Form):
    """Accept or refuse. `seen` is the fact as the colleague saw it: it may have changed since."""

    ACCEPT, REFUSE = "accept", "refuse"
    decision = forms.ChoiceField(
        choices=[(ACCEPT, "Accept"), (REFUSE, "Refuse")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to accept or to refuse it."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    why = forms.CharField(
        label="Why, for the public log of changes",
        max_length=500,
        required=False,
        help_text="Name the source. Never name the person who suggested it.",
    )
    reply = forms.CharField(
        label="Reply",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It is sent if there is an address, and kept with the suggestion.",
        error_messages={"required": "Write a reply: it says why."},
    )

    def __init__(self, *args, suggestion: Suggestion, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.suggestion, self.fact = suggestion, FACTS.get(suggestion.field)
        if suggestion.project is None:
            self._ask_for_a_project()
        elif self.fact:
            self.fields["value"] = self.fact.form_field()
            self.fields["value"].initial = guess(self.fields["value"], suggestion.proposed)
            self.fields["seen"].initial = self.fact.read(suggestion.project)
        else:
            self.fields["what"] = forms.CharField(
                label="What changed, for the public log of changes",
                max_length=300,
                help_text="Edit the project first. Then say here what you changed.",
            )
        if self.data.get("decision") == self.REFUSE:  # nothing changes, so nothing need be said of it
            for name in {"value", "what", "name", "policy_area"} & set(self.fields):
                self.fields[name].required = False
        self.order_fields(["value", "what", "name", "policy_area", "why", "decision", "reply"])

    def _ask_for_a_project(self) -> None:
        self.fields["name"] = forms.CharField(
            label="Name of the project", max_length=300, initial=self.suggestion.project_name
        )
        self.fields["policy_area"] = forms.ModelChoiceField(PolicyArea.objects.all(), label="Policy area")

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("decision") == self.ACCEPT and not cleaned.get("why", "").strip():
            self.add_error("why", "Say why: readers see it in the log of changes.")
        return cleaned
