"""What readers looked for and did not find, without anything personal."""

import re
from datetime import date

from django.db import connection

from golab.search.text import readable

LONGEST_KEPT = 120
_COUNT = """
    INSERT INTO search_unansweredquery AS known (text, day, count) VALUES (%s, %s, 1)
    ON CONFLICT ON CONSTRAINT unanswered_once_a_day DO UPDATE SET count = known.count + 1
"""
_PERSONAL = re.compile(r"@|(?:\d[\s().+-]*){5,}")  # an address of mail; a telephone, card or reference number


def record(text: str, *, day: date) -> None:
    """Count a question that found nothing; one that may name a person by mail or number is not kept."""
    tidy = " ".join(readable(text).lower().split())[:LONGEST_KEPT].strip()
    if not tidy or _PERSONAL.search(text):
        return
    with connection.cursor() as cursor:  # one statement: readers wait for it, and two may ask the same at once
        cursor.execute(_COUNT, [tidy, day])
