"""Every page of a booking without a browser, each step also with errors: for checks that need only what was sent."""

import re
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.parse import urlencode

from tests.e2e.hub import Hub

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
RADIO = re.compile(r'<input type="radio" name="([^"]+)" value="([^"]+)"')
EMAIL = "walk@example.gov.uk"
YOU = {"name": "Zoë O'Brien", "email": EMAIL, "organisation": "Harbour City Council", "org_type": "local_authority",
       "format": "video"}  # fmt: skip
WRONG = {"name": "<b>", "email": "a@b", "colleague_1_email": "nobody", "availability": "x" * 5000}


class Walker:
    """Someone with cookies who fills in forms. `text` is the page that they see."""

    def __init__(self, hub: Hub) -> None:
        self.url, self.text, self.path = hub.url, "", ""
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        return self._open(path)

    def send(self, **answers: str) -> str:
        """Press the button of the page they are on."""
        told = dict(HIDDEN.findall(self.text)) | answers
        return self._open(self.path, urlencode(told).encode())

    def first(self, name: str) -> str:
        """The first of the answers that the page offers to a question."""
        return next(value for field, value in RADIO.findall(self.text) if field == name)

    def _open(self, path: str, sent: bytes | None = None) -> str:
        with self.opener.open(f"{self.url}{path}", sent, timeout=30) as answer:
            self.text, self.path = answer.read().decode(), answer.url.removeprefix(self.url)
        return self.text


def pages_of_a_booking(hub: Hub) -> Iterator[tuple[str, str]]:
    """Name and HTML of each state. The booking made on the way is cancelled at its end."""
    walker = Walker(hub)
    yield "need", walker.get("/surgeries/book/need/")
    yield "need-wrong", walker.send(topic="0")
    need = {name: walker.first(name) for name in ("topic", "journey_stage")}
    yield "time", walker.send(**need)
    yield "time-wrong", walker.send()
    yield "you", walker.send(slot=walker.first("slot"))
    yield "you-empty", walker.send()
    yield "you-wrong", walker.send(**YOU | WRONG | {"format": "phone"})
    yield "question", walker.send(**YOU)
    yield "question-wrong", walker.send(**WRONG)
    yield "check", walker.send(question="Our floor is above our ceiling.", access_needs="Captions", colleague_1="Kim")
    yield "booked", walker.send()
    yield "manage", walker.get(re.search(r'href="(/surgeries/manage/[^"/]+/)"', walker.text)[1])
    yield from _changes(walker, walker.path)
    yield "request-wrong", walker.get("/surgeries/request/") and walker.send(**YOU | WRONG)
    yield "find-wrong", walker.get("/surgeries/find/") and walker.send(email="nobody")
    yield "find-sent", walker.send(email=EMAIL)


def _changes(walker: Walker, manage: str) -> Iterator[tuple[str, str]]:
    yield "move", walker.get(f"{manage}move/")
    yield "move-wrong", walker.send()
    yield "edit", walker.get(f"{manage}question/")
    yield "edit-wrong", walker.send(question="")
    yield "reminders", walker.get(f"{manage}reminders/")
    yield "cancel", walker.get(f"{manage}cancel/")
    yield "cancel-wrong", walker.send()
    yield "cancelled", walker.send(sure="yes")
    yield "cancel-again", walker.get(f"{manage}cancel/")
    yield "again", walker.get(f"{manage}again/")
