"""Whether a text that anyone may read gives away whose booking it came from."""

import re

from surgeries.models import Booking

SHORTEST_SURNAME = 3


def given_away(booking: Booking, text: str) -> list[str]:
    """What of the booking's people and places stands in the text, as the booking has it; whole words only."""
    words = " ".join(text.split())
    return [one for one in _telling(booking) if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", words, _flags(one))]


def _telling(booking: Booking) -> list[str]:
    people = [booking.name, *(one["name"] for one in booking.extra_attendees)]
    emails = [one.get("email") or "" for one in booking.extra_attendees]
    emails.append(booking.contact.email_norm if booking.contact else "")
    surnames = [parts[-1] for parts in map(str.split, people) if parts and len(parts[-1]) >= SHORTEST_SURNAME]
    found = [booking.organisation, booking.phone, booking.reference, *people, *emails, *surnames]
    return list(dict.fromkeys(one for one in map(_in_one_line, found) if one))


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _flags(one: str) -> int:
    """A single word, such as the surname Price, counts only as it is written; a sentence may speak of prices."""
    return re.IGNORECASE if " " in one or "@" in one else 0
