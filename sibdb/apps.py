"""The database of projects, and outcome prices."""

from django.apps import AppConfig


class SibdbConfig(AppConfig):
    name = "sibdb"
    verbose_name = "Projects and prices"

    def ready(self) -> None:
        from golab.imports import registry
        from sibdb import freshness, search
        from sibdb.corrections import messages, personal
        from sibdb.importer import PriceImporter, ProjectImporter
        from sibdb.indigo.importer import IndigoImporter

        registry.register(ProjectImporter())
        registry.register(PriceImporter())
        registry.register(IndigoImporter())
        search.register_sources()
        freshness.connect()
        messages.register()
        personal.connect()
