"""Addresses of the outcomes funds."""

from django.urls import path

from sibdb.organisations import views

app_name = "funds"
urlpatterns = [
    path("", views.fund_list, name="list"),
    path("<slug:slug>/", views.fund_page, name="fund"),
]
