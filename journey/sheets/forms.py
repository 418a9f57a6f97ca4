"""A worksheet as a form, made from what editors defined."""

from collections.abc import Mapping

from django import forms

from journey.sheets.defined import Field, Sheet
from journey.sheets.kept import Kept
from journey.sheets.numbers import FigureField, shown
from journey.sheets.prefill import Taken, taken_for
from journey.sheets.tables import TableField

ROOM = {"text": 300, "long_text": 4000}


class SheetForm(forms.Form):
    """The fields of `sheet`, none required. Beginning: what is kept, else what another sheet has, else editors' rows.

    `version` says which save the sender saw; `settled` that answers put aside on signing in may go.
    """

    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    settled = forms.BooleanField(required=False)

    def __init__(self, sheet: Sheet, kept: Kept, taken: Mapping[str, Taken], data: Mapping | None = None) -> None:
        initial = {"version": kept.version}
        self.sheet, self.taken = sheet, {}
        for field in sheet.fields:
            begins = kept.fields.get(field.key)
            if begins is None and (found := taken_for(field, taken)):
                begins, self.taken[field.key] = found.value, found.title
            if begins is None and field.rows:
                begins = [[row, *[""] * (len(field.columns) - 1)] for row in field.rows]
            initial[field.key] = begins
        super().__init__(data, initial=initial, label_suffix="")
        for field in sheet.fields:
            self.fields[field.key] = _form_field(field, initial[field.key])

    @property
    def answers(self) -> dict[str, object]:
        """What can be kept of what was sent; a field that is not right keeps what stood (`stood` of `values_on`)."""
        return {field.key: _kept(self.cleaned_data[field.key]) for field in self.sheet.fields
                if field.key in self.cleaned_data}  # fmt: skip

    def values_on(self, stood: Kept) -> dict:
        """The values to keep in place of `stood`. Fields that editors took away since stay as they were."""
        earlier = {} if self.cleaned_data.get("settled") else stood.earlier
        return {"fields": {**stood.fields, **self.answers}, "earlier": earlier}

    @property
    def seen_version(self) -> int:
        return self.cleaned_data.get("version") or 0

    def see(self, version: int) -> None:
        """Show `version` as the one that the reader has seen, whatever was sent."""
        self.data = {**self.data.dict(), "version": version} if self.is_bound else self.data
        self.initial["version"] = version


def _kept(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _form_field(field: Field, begins: object) -> forms.Field:
    named = {"label": field.label, "help_text": field.help, "required": False}
    match field.kind:
        case "table":
            return TableField(columns=field.columns, **named)
        case "number" | "money":
            return FigureField(max_length=30, widget=_figures(field.kind), **named)
        case "date":
            wrong = {"invalid": f"{field.label}: choose a date, or write it as 2026-11-30."}
            picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            return forms.DateField(error_messages=wrong, widget=picker, **named)
        case "choice":
            options = [*field.options, *([begins] if begins and begins not in field.options else [])]
            choices = [("", "Choose one"), *((option, option) for option in options)]
            return forms.ChoiceField(choices=choices, **named)
        case "long_text":
            area = forms.Textarea(attrs={"rows": 4, "class": "input--wide"})
            return forms.CharField(max_length=ROOM["long_text"], widget=area, **named)
    return forms.CharField(max_length=ROOM["text"], widget=forms.TextInput(attrs={"class": "input--wide"}), **named)


class _Figure(forms.TextInput):
    """A figure as readers see it."""

    def __init__(self, kind: str) -> None:
        super().__init__(attrs={"inputmode": "decimal", "class": "input--short"})
        self.kind = kind

    def format_value(self, value: str | None) -> str:
        return shown(self.kind, value or "")


def _figures(kind: str) -> _Figure:
    return _Figure(kind)
