"""Addresses under /projects/data/, in the namespace of the projects."""

from django.urls import path

from sibdb.opendata import quality_views, spreadsheets, views

urlpatterns = [
    path("", views.data, name="data"),
    path("dictionary/", views.dictionary, name="data-dictionary"),
    path("quality/", quality_views.data_quality, name="data-quality"),
    path("quality/<slug:slug>/", quality_views.project_quality, name="project-quality"),
    path("datapackage.json", views.descriptor, name="data-package"),
    path("everything.json", views.everything_as_json, name="data-json"),
    path("everything.xlsx", spreadsheets.everything, {"kind": "xlsx"}, name="data-xlsx"),
    path("everything.ods", spreadsheets.everything, {"kind": "ods"}, name="data-ods"),
    path("golab-sib-data.zip", views.everything_zipped, name="data-zip"),
    path("<slug:table>.csv", views.table_as_csv, name="data-table-csv"),
    path("<slug:table>.json", views.table_as_json, name="data-table-json"),
]
