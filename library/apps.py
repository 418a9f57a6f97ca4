"""The library of publications."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = "Library"

    def ready(self) -> None:
        from golab.imports import registry
        from library import alerts, search
        from library.importer import PublicationImporter

        registry.register(PublicationImporter())
        search.register_sources()
        alerts.register_source()
