"""The database of projects, and outcome prices."""

from django.apps import AppConfig


class SibdbConfig(AppConfig):
    name = "sibdb"
    verbose_name = "Projects and prices"

    def ready(self) -> None:
        from golab.imports import registry
        from sibdb import freshness, search
        from sibdb.importer import PriceImporter, ProjectImporter
        from sibdb.indigo.importer import IndigoImporter
        from sibdb.opendata import spreadsheets

        registry.register(ProjectImporter())
        registry.register(PriceImporter())
        registry.register(IndigoImporter())
        spreadsheets.register()
        search.register_sources()
        freshness.connect()
