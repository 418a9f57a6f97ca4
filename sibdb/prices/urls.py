"""Addresses of the outcome prices."""

from django.urls import path

from sibdb.opendata import spreadsheets
from sibdb.prices import views

app_name = "prices"
urlpatterns = [
    path("", views.price_list, name="list"),
    path("export.csv", views.export_prices, name="export-csv"),
    path("export.json", views.export_prices_json, name="export-json"),
    path("export.xlsx", spreadsheets.prices, {"kind": "xlsx"}, name="export-xlsx"),
    path("export.ods", spreadsheets.prices, {"kind": "ods"}, name="export-ods"),
    path("spread.csv", views.spread_csv, name="spread-csv"),
    path("spread.svg", views.spread_svg, name="spread-svg"),
    path("<slug:slug>/", views.price_programme, name="programme"),
]
