"""Pages as a reader gets them, who has no cookie and shall get none."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from golab.pages.snapshots import start_request


def content_of(response: HttpResponseBase) -> bytes:
    """What is sent, at once or piece by piece."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def shown(address: str) -> str:
    """The whole page, or file of text."""
    response = Client().get(address)
    assert response.status_code == 200, address
    assert not response.cookies
    return content_of(response).decode()


def main_of(page: str) -> str:
    """A page without its frame."""
    return page[page.index("<main") : page.index("</main>")]


def entries(address: str) -> list:
    """The events in a calendar file."""
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(content_of(response)).walk("VEVENT")


def queries_of(address: str) -> list[str]:
    """What a page asks of the database with every cache empty."""
    cache.clear()
    start_request()
    with CaptureQueriesContext(connection) as asked:
        shown(address)
    return [query["sql"] for query in asked]
