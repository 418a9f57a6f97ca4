"""Files about events. The pages have their addresses from the page tree."""

from django.urls import path

from events import views
from events.feeds import EventFeed

app_name = "events"
urlpatterns = [
    path("calendar.ics", views.calendar, name="calendar"),
    path("feed.atom", EventFeed(), name="feed"),
    path("<slug:slug>.ics", views.one_event, name="event-calendar"),
]
