"""Booking, managing a booking, and the ways round. The page itself has its address from the page tree."""

from django.urls import path

from surgeries.booking import manage_views
from surgeries.booking import views as booking_views
from surgeries.booking import ways_round as views
from surgeries.telling import feeds

app_name = "surgeries"
urlpatterns = [
    path("book/", booking_views.begin, name="book"),
    path("book/need/", booking_views.need, name="need"),
    path("book/time/", booking_views.time, name="time"),
    path("book/you/", booking_views.you, name="you"),
    path("book/question/", booking_views.question, name="question"),
    path("book/check/", booking_views.check, name="check"),
    path("booked/<str:reference>/", views.booked, name="booked"),
    path("find/", views.find, name="find"),
    path("request/", views.request_time, name="request"),
    path("request/received/", views.request_received, name="request-received"),
    path("feedback/received/", views.feedback_received, name="feedback-received"),
    path("feedback/<str:token>/", views.feedback, name="feedback"),
    path("reminders/<str:token>/", manage_views.colleague_reminders, name="colleague-reminders"),
    path("manage/<str:token>/again/", manage_views.again, name="again"),
    path("feed/<str:token>.ics", feeds.feed, name="feed"),
    path("manage/<str:token>/", manage_views.manage, name="manage"),
    path("manage/<str:token>/move/", manage_views.move, name="move"),
    path("manage/<str:token>/cancel/", manage_views.cancel, name="cancel"),
    path("manage/<str:token>/question/", manage_views.question, name="manage-question"),
    path("manage/<str:token>/calendar.ics", manage_views.calendar, name="manage-calendar"),
    path("manage/<str:token>/reminders/", manage_views.reminders, name="reminders"),
]
