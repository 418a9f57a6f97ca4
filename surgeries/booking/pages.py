"""Drawing the pages of booking: never kept by any cache, never found by search engines."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from surgeries.booking.flow import STEPS


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No cache keeps the page, no search engine lists it, and no other site learns its address.

    `no-referrer` would be stricter, but a browser then sends forms with the origin "null", which the check against
    forged forms has to refuse. Pages without a form set it themselves.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        response.setdefault("Referrer-Policy", "same-origin")
        return response

    return guarded


def draw(request: HttpRequest, template: str, context: dict, *, status: int = 200) -> HttpResponse:
    """A page of this room."""
    context = {"page_is_noindex": True, "section": "surgeries", **context}
    return render(request, f"surgeries/{template}.html", context, status=status)


def trail(current: str) -> list[dict]:
    """The steps, each done, current or to come."""
    order = list(STEPS)
    here = order.index(current)
    return [
        {"label": label, "is_done": place < here, "is_current": place == here}
        for place, label in enumerate(STEPS.values())
    ]


def narrowing(name: str, question: str, answers: list[tuple[object, str]], **chosen: object) -> dict:
    """A question that narrows a list: each answer with the query that gives it and keeps what else is `chosen`.

    The first answer means all. Without a second there is nothing to choose, and `links` is empty.
    """
    links = [
        {
            "label": label,
            "query": urlencode({key: given for key, given in {**chosen, name: value}.items() if given}),
            "is_chosen": value == (chosen[name] or ""),
        }
        for value, label in answers
    ]
    return {"question": question, "links": links if len(links) > 1 else []}
