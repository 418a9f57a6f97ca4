"""The fields for what staff ask beside the questions that every booking has."""

from collections.abc import Callable, Iterable

from django import forms
from django.utils.html import escape

from golab.pages.texts import LineField, WordsField
from surgeries.models import SurgeryQuestion
from surgeries.models.questions import LONGEST_ANSWER

Kind = SurgeryQuestion.Kind


def _typed(field: type[forms.CharField], kind: str, **more: object) -> Callable[..., forms.Field]:
    return lambda question, **options: field(max_length=LONGEST_ANSWER[kind], **more, **options)


def _one(question: SurgeryQuestion, **options: object) -> forms.Field:
    options["error_messages"] |= {"invalid_choice": "Choose one of these"}
    return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect, **options)


def _many(question: SurgeryQuestion, **options: object) -> forms.Field:
    options["error_messages"] |= {"invalid_choice": "Choose some of these"}
    return forms.MultipleChoiceField(choices=question.choices, widget=forms.CheckboxSelectMultiple, **options)


FIELDS = {
    Kind.LINE: _typed(LineField, "line"),
    Kind.WORDS: _typed(WordsField, "words", rows=4),
    Kind.ONE: _one,
    Kind.MANY: _many,
}


class WithFurtherQuestions(forms.Form):
    """A form that asks, beside its own questions, those that staff have set up."""

    def __init__(self, *args, further: Iterable[SurgeryQuestion] = (), **options) -> None:
        super().__init__(*args, **options)
        self.further = list(further)
        for question in self.further:
            self.fields[question.field_name] = _field(question)

    @property
    def further_fields(self) -> list[forms.BoundField]:
        """What the page draws where these questions belong."""
        return [self[question.field_name] for question in self.further]


def _field(question: SurgeryQuestion) -> forms.Field:
    optional = "" if question.is_required else " (optional)"
    return FIELDS[Kind(question.kind)](
        question,
        label=f"{question.label}{optional}",
        help_text=escape(question.help),
        required=question.is_required,
        error_messages={"required": f"Answer the question “{question.label}”"},
    )
