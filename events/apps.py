"""Events: what is coming up, and what was learned."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        from events import publishing, search

        publishing.connect()
        search.register_sources()
