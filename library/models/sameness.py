"""What the database compares titles by: letters and digits alone, in small letters, without accents."""

from django.db.models import CharField, Func, Value
from django.db.models.functions import Lower

# White space, signs and accents, as ranges of characters: classes of letters differ from one locale to another.
# Escapes that both Python and PostgreSQL read.
SIGNS = r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u0300-\u036f\u2000-\u206f\u3000-\u303f]+"


class _Decomposed(Func):
    function = "normalize"
    template = "%(function)s(%(expressions)s, NFKD)"
    output_field = CharField()


def same_title(title: str | Value = "title") -> Func:
    """A fingerprint of a title; `library.importing.sameness.fingerprint` computes the same from a file."""
    plain = Func(
        Lower(_Decomposed(title)), Value(SIGNS), Value(""), Value("g"), function="regexp_replace",
        output_field=CharField(),
    )  # fmt: skip
    return Func(plain, function="md5", output_field=CharField())
