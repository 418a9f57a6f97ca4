"""The database of projects, and outcome prices."""

from django.apps import AppConfig


class SibdbConfig(AppConfig):
    name = "sibdb"
    verbose_name = "Projects and prices"

    def ready(self) -> None:
        from golab.imports import registry
        from sibdb.importer import PriceImporter, ProjectImporter

        registry.register(ProjectImporter())
        registry.register(PriceImporter())
