"""Walks the CMS as people of each role: quickly, for the question is who gets in, and not what they see there."""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import BaseStorage
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.views.generic.base import ContextMixin

from golab.accounts.models import User
from tests.kept import undone

HOME, SIGN_IN = "/admin/", ("/account/login/", "/admin/login/")


class GotInError(Exception):
    """A view has let someone in, and begins to gather what its page shows."""


def got_in(*args, **kwargs) -> dict:
    raise GotInError


class ShortWay:
    """Middleware in the place of pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not hasattr(request, "user"):  # a preview, which asks the site itself
            request.user = AnonymousUser()
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return HttpResponse() if isinstance(exception, GotInError) else None

    def process_template_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.content = b""
        return response


class NoMessages(BaseStorage):
    """Keeps no messages to show on the next page."""

    def _get(self, *args, **kwargs) -> tuple[list, bool]:
        return [], True

    def _store(self, messages, response, *args, **kwargs) -> list:
        return []


@contextmanager
def _no_pages() -> Iterator[None]:
    with patch.object(ContextMixin, "get_context_data", got_in), patch("wagtail.admin.messages.render"):
        yield


@contextmanager
def short_way() -> Iterator[BaseHandler]:
    """The site, doing only what decides who gets in. Users keep the permissions that were read for them once."""
    settings = {
        "MIDDLEWARE": [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            f"{__name__}.{ShortWay.__name__}",
            "golab.accounts.narrowing.NarrowingMiddleware",
        ],
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
        "MESSAGE_STORAGE": f"{__name__}.{NoMessages.__name__}",
    }
    logging.disable()  # thousands are refused
    gc.disable()  # and leave little behind
    try:
        with override_settings(**settings), _no_pages():
            site = BaseHandler()
            site.load_middleware()
            site.led_to = {}
            yield site
    finally:
        gc.enable()
        logging.disable(logging.NOTSET)


def gets_in(site: BaseHandler, user: User, path: str) -> bool:
    """Whether the view answers: with a page, or a redirect to another that does. POST where it takes nothing else."""
    response = ask(site, user, "GET", path)
    if response.status_code == 405:
        with undone():
            response = ask(site, user, "POST", path)
    if response.status_code != 302:
        return response.status_code not in (403, 404)
    location = response["Location"]
    if location.startswith(SIGN_IN) or location == HOME:
        return False
    if not location.startswith(HOME):
        return True
    if (user, location) not in site.led_to:  # hundreds of views lead to the same few lists
        site.led_to[user, location] = gets_in(site, user, location)
    return site.led_to[user, location]


def ask(site: BaseHandler, user: User, method: str, path: str, form: dict[str, object] | None = None) -> HttpResponse:
    """What the site answers this person; it reads the permissions of `user` once for all requests."""
    request = RequestFactory().post(path, form or {}) if method == "POST" else RequestFactory().get(path)
    request.user = user
    request._dont_enforce_csrf_checks = True
    return site.get_response(request)
