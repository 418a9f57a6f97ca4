"""Everything below /account/: our pages, then allauth's."""

from django.urls import include, path

from golab.accounts import views

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path("name/", views.name, name="account_name"),
    path("export/", views.export, name="account_export"),
    path("erase/", views.erase, name="account_erase"),
    path("erased/", views.erased, name="account_erased"),
    path("second-factor/", views.second_factor, name="account_second_factor"),
    path("", include("allauth.urls")),
]
