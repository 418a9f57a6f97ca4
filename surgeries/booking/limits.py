"""How often someone may send a booking: soft, for who meets the limit is led to the request form."""

from datetime import datetime

from django.http import HttpRequest

from golab.accounts.clients import client_address
from golab.accounts.emails import normalise_email
from golab.accounts.limits import DAY, HOUR, count_try, is_first
from surgeries.times.rules import booking_rules

ROOM = "surgeries"
LINKS_A_DAY = 3
GUESSES_AN_HOUR = 100


def may_submit(request: HttpRequest, email: str, *, what: str, now: datetime) -> bool:
    """Count one try for the address and for the network, and say whether both are within the hour's limits.

    `what` names the try: pressing the same button again is none of its own.
    """
    if not is_first(ROOM, f"try:{what}", HOUR):
        return True
    rules = booking_rules.get()
    by_network = _count(f"network:{client_address(request)}", HOUR, now) <= rules.submissions_per_network
    by_email = _count(f"email:{normalise_email(email)}", HOUR, now) <= rules.submissions_per_email
    return by_network and by_email


def may_search(request: HttpRequest, *, now: datetime) -> bool:
    """Count one search for bookings from this network."""
    return _count(f"find:{client_address(request)}", HOUR, now) <= booking_rules.get().submissions_per_network


def may_guess(request: HttpRequest, *, now: datetime) -> bool:
    """Count one link that opens nothing from this network; links that open something are not counted."""
    return _count(f"guess:{client_address(request)}", HOUR, now) <= GUESSES_AN_HOUR


def may_send_links(email: str, *, now: datetime) -> bool:
    """Count one message with links to this address: nobody can flood another's mailbox."""
    return _count(f"links:{normalise_email(email)}", DAY, now) <= LINKS_A_DAY


def _count(who: str, seconds: int, now: datetime) -> int:
    return count_try(ROOM, who, seconds, now=now)
