"""What people may send about a booking that stands, or is over."""

from django import forms

from golab.pages.texts import WordsField
from surgeries.booking.forms import PlainForm, QuestionForm
from surgeries.models import Feedback
from surgeries.models.feedback import COMMENT_LENGTH

CANCEL_REASONS = [
    ("no_longer_needed", "I no longer need it"),
    ("time", "The time does not suit me"),
    ("found_answer", "I found the answer"),
    ("other", "Another reason"),
]


class CancelForm(PlainForm):
    """Neither answer is chosen beforehand: a mail scanner that presses the button has answered nothing."""

    sure = forms.ChoiceField(
        label="Do you want to cancel?",
        choices=[("yes", "Yes, cancel it"), ("no", "No, keep it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no", "invalid_choice": "Choose yes or no"},
    )
    reason = forms.ChoiceField(
        label="Why? (optional)", choices=CANCEL_REASONS, widget=forms.RadioSelect, required=False
    )

    @property
    def is_sure(self) -> bool:
        return self.cleaned_data["sure"] == "yes"

    @property
    def reason_in_words(self) -> str:
        return dict(CANCEL_REASONS).get(self.cleaned_data["reason"], "")


class ChangeQuestionForm(PlainForm):
    """A new question."""

    question = QuestionForm.base_fields["question"]


class FeedbackForm(PlainForm):
    """Three questions, the morning after; only the first has to be answered."""

    helped = forms.ChoiceField(
        label="Did the surgery help you to take your next step?",
        choices=Feedback.Helped.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it helped", "invalid_choice": "Choose one of these"},
    )
    comment = WordsField(
        label="What was most useful, and what was missing? (optional)",
        max_length=COMMENT_LENGTH,
        rows=5,
        required=False,
        help_text="Your adviser and the team read this. Please leave out personal details of people who use services.",
    )
    heard = forms.ChoiceField(
        label="How did you hear of advice surgeries? (optional)",
        choices=Feedback.Heard.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of these"},
    )
