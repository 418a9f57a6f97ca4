"""What readers looked for and hardly found, without anything personal.

Decision: docs/adr/0043-unanswered-questions.md.
"""

import datetime
import re

from django.db import connection

from golab.search.models import FEW, UnansweredQuery
from golab.search.text import as_words, readable

LONGEST_KEPT = 120
LONGEST_WORD = 40  # letters; what is longer is a token or a cat on the keyboard
KEPT_FOR = datetime.timedelta(days=90)
# A word that stands in no document may be a name; small words ("the", "of") have no stem and are not asked about.
_COUNT = """
    INSERT INTO search_unansweredquery AS known (text, day, count, found, unknown_words)
    SELECT %(text)s, %(day)s, 1, %(found)s, count(*)
    FROM unnest(%(words)s::text[]) AS word,
         LATERAL (SELECT tsvector_to_array(to_tsvector('golab_english', word)) AS stems) AS stemmed
    WHERE stems <> '{}' AND NOT EXISTS (SELECT FROM search_posting WHERE term = ANY(stems))
    ON CONFLICT ON CONSTRAINT unanswered_once_a_day DO UPDATE
    SET count = known.count + 1, found = EXCLUDED.found, unknown_words = EXCLUDED.unknown_words
"""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"(?:\d[\s().+-]*){5,}")  # of a telephone, a card, a case: five digits or more that are no years
_PERSONAL = re.compile(
    r"""
    @                                           # an address of mail, a name on a network
    | \b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b       # a date of birth
    | \b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b     # a postcode
    | \b(?:mr|mrs|ms|mx|dr)\b\.?\s+\w           # a person by title and name
    | \bmy\s+name\b | \bI\s+am\s+called\b
    | https?: | www\.                           # an address, which may open something
    """,
    re.IGNORECASE | re.VERBOSE,
)


def record(text: str, *, found: int, day: datetime.date) -> None:
    """Count a question that found nothing or few; one that may tell of a person is not kept."""
    if found > FEW or _is_personal(readable(text)):
        return
    tidy = as_words(text[: LONGEST_KEPT * 4]).lower()[:LONGEST_KEPT].strip()
    words = set(tidy.split())
    if not any(map(str.isalnum, tidy)) or max(map(len, words)) > LONGEST_WORD:
        return
    values = {"text": tidy, "day": day, "found": found, "words": sorted(words)}
    with connection.cursor() as cursor:  # one statement: readers wait for it, and two may ask the same at once
        cursor.execute(_COUNT, values)


def _is_personal(text: str) -> bool:
    return bool(_PERSONAL.search(text) or _NUMBER.search(_YEAR.sub("year", text)))


def forget(text: str) -> int:
    """Delete a question with all its days; returns how many rows."""
    return UnansweredQuery.objects.filter(text=text).delete()[0]


def forget_old(*, today: datetime.date) -> int:
    """Delete what is older than KEPT_FOR; returns how many rows."""
    return UnansweredQuery.objects.filter(day__lt=today - KEPT_FOR).delete()[0]
