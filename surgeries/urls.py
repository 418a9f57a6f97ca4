"""Booking, managing a booking, and the ways round. The page itself has its address from the page tree."""

app_name = "surgeries"
urlpatterns = []
