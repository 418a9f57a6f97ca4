"""What holds for every account page, and the second factor of people who work on the site."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from golab.accounts.second_factor import lacks_second_factor

GetResponse = Callable[[HttpRequest], HttpResponse]
STAFF_PATHS = ("/admin/", "/styleguide/", "/metrics")


class AccountPagesMiddleware:
    """Account pages are nobody else's: no cache keeps them and no search engine lists them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(reverse("account_overview")):
            add_never_cache_headers(response)
            response["X-Robots-Tag"] = "noindex"
        return response


class SecondFactorMiddleware:
    """Until staff have proved a second factor they are strangers everywhere but on their account pages.

    Addresses for staff lead to the page that sets the second factor up; on all others the user is anonymous, so that
    no view has to remember to ask. Readers without a session cost nothing: their user is never looked at.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.STAFF_SECOND_FACTOR_REQUIRED or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        path, signed_in = request.path_info, request.user
        if path.startswith((*STAFF_PATHS, reverse("account_login"))) or f"{path}/" in STAFF_PATHS:
            if lacks_second_factor(request, signed_in):
                return self._lead_to_setup(request)
        elif not path.startswith(reverse("account_overview")):
            request.user = SimpleLazyObject(
                lambda: AnonymousUser() if lacks_second_factor(request, signed_in) else signed_in
            )
        return self.get_response(request)

    @staticmethod
    def _lead_to_setup(request: HttpRequest) -> HttpResponse:
        wanted = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
        if request.path_info.startswith(reverse("account_login")):
            wanted = request.GET.get("next", reverse("wagtailadmin_home"))
        return HttpResponseRedirect(f"{reverse('account_second_factor')}?{urlencode({'next': wanted})}")
