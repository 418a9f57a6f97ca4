"""Addresses: one line for each room. `../shared/design/urls.md` has the whole table."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("", include("golab.ops.urls")),
    path("account/", include("golab.accounts.urls")),
    path("search/", include("golab.search.urls")),
    path("my-journey/", include("journey.urls")),
    path("guides/", include("journey.guides.urls")),  # files; the page tree has the rest
    path("library/", include("library.urls")),
    path("projects/", include("sibdb.projects.urls")),
    path("prices/", include("sibdb.prices.urls")),
    path("organisations/", include("sibdb.organisations.urls")),
    path("funds/", include("sibdb.organisations.fund_urls")),
    path("api/v1/", include("sibdb.api.urls")),
    path("events/", include("events.urls")),
    path("news/", include("golab.news.urls")),
    path("alerts/", include("golab.notifications.alerts.urls")),
    path("surgeries/", include("surgeries.urls")),
    # Wagtail's own sign-in pages know neither the second factor nor the rate limits.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",  # Wagtail looks it up for whatever is private
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *([path(settings.MEDIA_URL[1:], include("golab.media.urls"))] if settings.MEDIA_URL.startswith("/") else []),
    path("", include("golab.pages.urls")),  # last: the page tree answers what is left
]

handler400 = "golab.ops.errors.bad_request"
handler403 = "golab.ops.errors.permission_denied"
handler404 = "golab.ops.errors.page_not_found"
handler429 = "golab.ops.errors.too_many_requests"  # django-allauth asks for it
handler500 = "golab.ops.errors.server_error"
