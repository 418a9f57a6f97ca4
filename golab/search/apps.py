"""One index over everything, and one function that asks it."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "golab.search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from golab.search import listening

        listening.connect()
