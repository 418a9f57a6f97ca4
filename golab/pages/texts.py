"""What people type, made safe to store, to show and to put into a mail's header."""

import re
import unicodedata

from django import forms

# Marks that turn the direction of text around them, and invisible ones that make two names look alike.
# The joiners U+200C and U+200D stay: Persian and emoji need them.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029]")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
MOST_LINKS = 3
TOO_LONG = "Shorten it to %(limit_value)d characters"


def tidy(text: str) -> str:
    """Text in one normal form without control characters; its lines stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", _UNSEEN.sub("", text)).strip()


def tidy_line(text: str) -> str:
    """The same on one line."""
    return " ".join(tidy(text).split())


class LineField(forms.CharField):
    """One line, such as a name."""

    default_error_messages = {"max_length": TOO_LONG}

    def to_python(self, value: object) -> str:
        return tidy_line(super().to_python(value))


class WordsField(forms.CharField):
    """Some lines, such as a question. Too many links are refused: only advertising has them."""

    default_error_messages = {"max_length": TOO_LONG}

    def __init__(self, *, rows: int = 5, **options) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: object) -> str:
        return tidy(super().to_python(value))

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(_LINK.findall(value)) > MOST_LINKS:
            raise forms.ValidationError(f"Put at most {MOST_LINKS} links here.")
