from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "golab.search"
    label = "search"
    verbose_name = "Search"
