"""Addresses of the outcome prices."""

from django.urls import path

from sibdb import price_views as views

app_name = "prices"
urlpatterns = [
    path("", views.price_list, name="list"),
    path("export.csv", views.export_prices, name="export-csv"),
    path("<slug:slug>/", views.price_programme, name="programme"),
]
