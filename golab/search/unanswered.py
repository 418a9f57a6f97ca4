"""What readers looked for and did not find, without anything personal."""

import re
from datetime import date

from django.db.models import F

from golab.search.models import UnansweredQuery
from golab.search.text import readable

LONGEST_KEPT = 120
_PERSONAL = re.compile(r"@|(?:\d[\s().+-]*){5,}")  # an address of mail; a telephone, card or reference number


def record(text: str, *, day: date) -> None:
    """Count a question that found nothing; one that may name a person by mail or number is not kept."""
    tidy = " ".join(readable(text).lower().split())[:LONGEST_KEPT].strip()
    if not tidy or _PERSONAL.search(text):
        return
    UnansweredQuery.objects.bulk_create(
        [UnansweredQuery(text=tidy, day=day, count=0)], ignore_conflicts=True
    )
    UnansweredQuery.objects.filter(text=tidy, day=day).update(count=F("count") + 1)
