"""Addresses of My journey."""

from django.urls import path

from journey import views

app_name = "journey"

urlpatterns = [
    path("", views.my_journey, name="my-journey"),
    path("steps/<slug:key>/", views.mark_step, name="mark-step"),
    path("ticks/<slug:key>/", views.tick_activities, name="tick"),
    path("saved/", views.save_item, name="save"),
    path("clear/", views.clear, name="clear"),
]
