"""News and comment."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "golab.news"
    label = "news"
    verbose_name = "News and comment"

    def ready(self) -> None:
        from golab.news import search

        search.register_sources()
