"""Addresses of the organisations."""

from django.urls import path

from sibdb import organisation_views as views

app_name = "organisations"
urlpatterns = [
    path("", views.organisation_list, name="list"),
    path("<slug:slug>/", views.organisation_page, name="organisation"),
]
