"""The database of projects, and outcome prices."""

from django.apps import AppConfig


class SibdbConfig(AppConfig):
    name = "sibdb"
    verbose_name = "Projects and prices"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from golab.imports import registry
        from golab.taxonomy.policies import ChangedOnlyPolicy, ReadOnlyPolicy
        from sibdb import freshness, search
        from sibdb.corrections import messages, personal
        from sibdb.indigo.importer import IndigoImporter
        from sibdb.loading.importer import PriceImporter, ProjectImporter
        from sibdb.models import MonthlySnapshot, Suggestion
        from sibdb.opendata import spreadsheets

        registry.register(ProjectImporter())
        registry.register(PriceImporter())
        registry.register(IndigoImporter())
        spreadsheets.register()
        search.register_sources()
        freshness.connect()
        messages.register()
        # Readers write them; colleagues decide on them, and neither add nor edit any.
        register_permission_policy(Suggestion, ReadOnlyPolicy(Suggestion), exact_class=True)
        # The hub takes them, and cited they stay: colleagues can only withdraw a file.
        register_permission_policy(MonthlySnapshot, ChangedOnlyPolicy(MonthlySnapshot), exact_class=True)
        personal.connect()
