"""Advice surgeries: free times, bookings, and the messages about them."""

from django.apps import AppConfig


class SurgeriesConfig(AppConfig):
    name = "surgeries"
    verbose_name = "Advice surgeries"

    def ready(self) -> None:
        from golab.pages.freshness import follow_model
        from surgeries import permissions, personal, search
        from surgeries.models import BankHoliday, SurgeryPolicy
        from surgeries.telling import kinds
        from surgeries.times.rules import booking_rules

        follow_model(booking_rules, SurgeryPolicy)
        follow_model(booking_rules, BankHoliday)
        kinds.register()
        permissions.register_policies()
        personal.connect()
        search.register_sources()
