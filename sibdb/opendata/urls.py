"""Addresses under /projects/data/, in the namespace of the projects."""

from django.urls import path

from sibdb.opendata import views

urlpatterns = [
    path("", views.data, name="data"),
    path("dictionary/", views.dictionary, name="data-dictionary"),
    path("datapackage.json", views.descriptor, name="data-package"),
    path("everything.json", views.everything_as_json, name="data-json"),
    path("golab-sib-data.zip", views.everything_zipped, name="data-zip"),
    path("<slug:table>.csv", views.table_as_csv, name="data-table-csv"),
    path("<slug:table>.json", views.table_as_json, name="data-table-json"),
]
