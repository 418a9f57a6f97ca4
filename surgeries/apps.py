"""Advice surgeries: free times, bookings, and the messages about them."""

from django.apps import AppConfig


class SurgeriesConfig(AppConfig):
    name = "surgeries"
    verbose_name = "Advice surgeries"

    def ready(self) -> None:
        pass
