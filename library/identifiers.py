"""DOIs and ISBNs: brought into one form, and checked."""

import re

from django.core.exceptions import ValidationError

DOI = r"^10\.[0-9]{4,9}/[^\s]+$"
ISBN = r"^97[89][0-9-]{9,13}[0-9]$"
_BEFORE_A_DOI = re.compile(r"^(?:https?://)?(?:dx\.)?doi\.org/|^doi:\s*", re.IGNORECASE)


def normalised_doi(text: str) -> str:
    """The bare DOI in small letters: DOIs are the same in any case, and people paste them with an address."""
    return _BEFORE_A_DOI.sub("", text.strip()).lower()


def check_doi(doi: str) -> None:
    """Raises ValidationError for what cannot be a DOI."""
    if not re.match(DOI, normalised_doi(doi)):
        raise ValidationError("A DOI begins with 10. and has a slash, such as 10.1111/spol.12260.", code="not_a_doi")


def normalised_isbn(text: str) -> str:
    """Thirteen digits, with the hyphens as printed."""
    return re.sub(r"\s", "-", text.strip())


def check_isbn(isbn: str) -> None:
    """Raises ValidationError unless there are thirteen digits and the last one fits the others."""
    digits = [int(digit) for digit in isbn if digit.isdigit()]
    fits = len(digits) == 13 and sum(digit * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    if not (fits and re.match(ISBN, normalised_isbn(isbn))):
        raise ValidationError(
            "An ISBN has 13 digits and begins with 978 or 979. One of the digits here is wrong.", code="not_an_isbn"
        )
