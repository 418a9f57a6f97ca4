"""What of a project can be corrected: facts that are changed at a press, and parts that a colleague edits by hand."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from sibdb.dates import IMPRECISE, in_words
from sibdb.models import Project, ProjectAmount
from sibdb.money import check_currency

NOT_PUBLISHED = "Not published"
AMOUNT = re.compile(r"([A-Z]{3})\s*([0-9][0-9,]*(?:\.[0-9]{1,2})?)(?:\s*(?:to|-|–)\s*([0-9][0-9,]*(?:\.[0-9]{1,2})?))?")
AMOUNT_HELP = "Such as GBP 1200000, or GBP 1000000 to 1500000."
# Named in words, and changed in the CMS by hand: whole lists, and what is in our own words.
BY_HAND = {
    "organisations": "Organisations and what they do",
    "outcomes": "Outcomes, prices or results",
    "places": "Where it is delivered",
    "words": "The summary, or what the service is",
    "sources": "Sources or documents",
    "other": "Something else",
}


@dataclass(frozen=True)
class Fact:
    """A fact of a project: how it reads, and how it is changed. `read` is exact, `shown` as readers see it."""

    key: str
    label: str
    read: Callable[[Project], str]
    shown: Callable[[Project], str]
    form_field: Callable[[], forms.Field]
    write: Callable[[Project, object], None]


class AmountField(forms.CharField):
    """An amount with its currency, exact or between two."""

    def clean(self, value: object) -> dict | None:
        text = super().clean(value)
        match = AMOUNT.fullmatch(text)
        if not text:
            return None
        if not match:
            raise ValidationError(f"Write the currency and the amount. {AMOUNT_HELP}")
        check_currency(match[1])
        low, high = (Decimal(part.replace(",", "")) if part else None for part in match.groups()[1:])
        if high is None:
            return {"currency": match[1], "exact": low, "lowest": None, "highest": None}
        return {"currency": match[1], "exact": None, "lowest": low, "highest": high}


def _plain(name: str) -> Fact:
    field = Project._meta.get_field(name)

    def read(project: Project) -> str:
        value = getattr(project, name)
        return "" if value is None else str(value)

    def shown(project: Project) -> str:
        if field.choices:
            return getattr(project, f"get_{name}_display")() or NOT_PUBLISHED
        value = read(project)
        return (in_words(value) if re.match(IMPRECISE, value) else value) or NOT_PUBLISHED

    def form_field() -> forms.Field:
        return field.formfield(required=True, label="What it should be")

    return Fact(name, _label(field), read, shown, form_field, lambda project, value: setattr(project, name, value))


def _label(field) -> str:
    words = str(field.verbose_name)
    return words[:1].upper() + words[1:]


def _amount(kind: ProjectAmount.Kind) -> Fact:
    def row_of(project: Project) -> ProjectAmount | None:
        return next((amount for amount in project.amounts.all() if amount.kind == kind), None)

    def read(project: Project) -> str:
        row = row_of(project)
        return f"{row.status} {row}" if row else ""

    def shown(project: Project) -> str:
        row = next((amount for amount in project.parts("amounts") if amount.kind == kind), None)
        return row.in_words if row else NOT_PUBLISHED

    def write(project: Project, value: dict) -> None:
        row = row_of(project)
        if row and row.is_private:
            raise ValidationError("This amount is held back from readers. Edit it in the project itself.")
        row = row or ProjectAmount(kind=kind, sort_order=project.amounts.count())
        for name, part in value.items():
            setattr(row, name, part)
        project.amounts.add(row)

    def form_field() -> forms.Field:
        return AmountField(label="What it should be", help_text=AMOUNT_HELP)

    return Fact(f"amount-{kind}", kind.label, read, shown, form_field, write)


_PLAIN = (
    *("name", "alternative_names", "stage", "contract_signed", "service_start", "service_end_planned"),
    *("service_end_actual", "cohort_target", "cohort_actual"),
)
FACTS: dict[str, Fact] = {
    fact.key: fact for fact in (*map(_plain, _PLAIN), *(_amount(kind) for kind in ProjectAmount.Kind))
}


def label_of(key: str) -> str:
    """What a suggestion is about, in words."""
    return FACTS[key].label if key in FACTS else BY_HAND.get(key, BY_HAND["other"])


def shown_now(project: Project, key: str) -> str:
    """How the fact reads on the project's page; nothing for what is no single fact."""
    return FACTS[key].shown(project) if key in FACTS else ""


def guess(field: forms.Field, text: str) -> str:
    """What somebody wrote, if the field takes it as it stands, or as the label of a choice."""
    text = text.strip()
    labels = {str(label).casefold(): key for key, label in getattr(field, "choices", ())}
    text = labels.get(text.casefold(), text)
    try:
        field.clean(text)
    except ValidationError:
        return ""
    return text
