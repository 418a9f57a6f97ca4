"""Addresses of the library."""

from django.urls import path

from library import views
from library.feeds import PublicationFeed

app_name = "library"
urlpatterns = [
    path("", views.publication_list, name="list"),
    path("export.csv", views.export_csv, name="export-csv"),
    path("export.ris", views.export_ris, name="export-ris"),
    path("feed.atom", PublicationFeed(), name="feed"),
    path("<slug:slug>.ris", views.publication_ris, name="publication-ris"),
    path("<slug:slug>/", views.publication_page, name="publication"),
]
