"""Pages that editors compose."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "golab.pages"
    label = "pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from golab.pages import contact, freshness, search

        contact.connect()
        freshness.connect()
        search.register_sources()
