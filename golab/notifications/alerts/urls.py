"""Addresses of alerts."""

from django.urls import path

from golab.notifications.alerts import views

app_name = "alerts"
urlpatterns = [
    path("ask/", views.ask, name="ask"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("no-more/<str:token>/", views.no_more, name="no-more"),
    path("stop/<str:token>/", views.stop, name="stop"),
]
