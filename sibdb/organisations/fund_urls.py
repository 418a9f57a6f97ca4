"""Addresses of the outcomes funds."""

from django.urls import path

from sibdb.opendata import spreadsheets
from sibdb.opendata import views as exports
from sibdb.organisations import views

app_name = "funds"
urlpatterns = [
    path("", views.fund_list, name="list"),
    path("export.csv", exports.funds_as_csv, name="export-csv"),
    path("export.json", exports.funds_as_json, name="export-json"),
    path("export.xlsx", spreadsheets.all_funds, {"kind": "xlsx"}, name="export-xlsx"),
    path("export.ods", spreadsheets.all_funds, {"kind": "ods"}, name="export-ods"),
    path("<slug:slug>/", views.fund_page, name="fund"),
]
