"""One spelling for each email address."""

import unicodedata


def normalise_email(address: str) -> str:
    """The address in the form in which we store and compare it: NFKC, lower case, without spaces around it."""
    return unicodedata.normalize("NFKC", address).strip().lower()
