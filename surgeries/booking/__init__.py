"""Booking a surgery, and what the link in the messages opens."""
