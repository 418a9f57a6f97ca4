"""Addresses of the organisations."""

from django.urls import path

from sibdb.opendata import spreadsheets
from sibdb.opendata import views as exports
from sibdb.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.organisation_list, name="list"),
    path("export.csv", exports.organisations_as_csv, name="export-csv"),
    path("export.json", exports.organisations_as_json, name="export-json"),
    path("export.xlsx", spreadsheets.all_organisations, {"kind": "xlsx"}, name="export-xlsx"),
    path("export.ods", spreadsheets.all_organisations, {"kind": "ods"}, name="export-ods"),
    path("<slug:slug>/", views.organisation_page, name="organisation"),
]
