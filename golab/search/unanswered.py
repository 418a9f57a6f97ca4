"""What readers looked for and hardly found, without anything personal.

Decision: docs/adr/0043-unanswered-questions.md.
"""

import datetime
import re

from django.db import connection
from django.utils.crypto import salted_hmac

from golab.search.models import ASKED_OFTEN, FEW, ON_DAYS, SEALED, UnansweredQuery
from golab.search.text import as_words, readable

LONGEST_KEPT = 120
LONGEST_WORD = 40  # letters; what is longer is a token or a cat on the keyboard
KEPT_FOR = datetime.timedelta(days=90)
# Readers wait for it, so it is one errand: one transaction by itself, and one at a time for the same question.
_COUNT = """
    SELECT pg_advisory_xact_lock(hashtext(%(sealed)s));
    INSERT INTO search_unansweredquery AS known (text, day, count, found)
    SELECT CASE WHEN EXISTS (SELECT FROM search_unansweredquery WHERE text = %(text)s) THEN %(text)s ELSE %(first)s END,
           %(day)s, 1, %(found)s
    ON CONFLICT ON CONSTRAINT unanswered_once_a_day DO UPDATE SET count = known.count + 1, found = excluded.found;
    UPDATE search_unansweredquery SET text = %(text)s
    WHERE text = %(sealed)s AND (
        SELECT sum(count) >= %(times)s AND count(*) >= %(days)s FROM search_unansweredquery WHERE text = %(sealed)s
    )
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
    words = tidy.split()
    if not any(map(str.isalnum, tidy)) or max(map(len, words)) > LONGEST_WORD:
        return
    sealed = _sealed(tidy)
    values = {"text": tidy, "sealed": sealed, "first": tidy if len(words) == 1 else sealed, "day": day, "found": found}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values | {"times": ASKED_OFTEN, "days": ON_DAYS})


def _sealed(text: str) -> str:
    """What stands for a question that may still be one person's own: the same each time, and nobody reads it."""
    return f"{SEALED}{salted_hmac(__name__, text, algorithm='sha256').hexdigest()}"


def _is_personal(text: str) -> bool:
    return bool(_PERSONAL.search(text) or _NUMBER.search(_YEAR.sub("year", text)))


def forget(text: str) -> int:
    """Delete a question with all its days; returns how many rows."""
    return UnansweredQuery.objects.filter(text__in=[text, _sealed(text)]).delete()[0]


def forget_old(*, today: datetime.date) -> int:
    """Delete what is older than KEPT_FOR; returns how many rows."""
    return UnansweredQuery.objects.filter(day__lt=today - KEPT_FOR).delete()[0]
