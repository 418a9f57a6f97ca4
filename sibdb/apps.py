"""The database of projects, and outcome prices."""

from django.apps import AppConfig


class SibdbConfig(AppConfig):
    name = "sibdb"
    verbose_name = "Projects and prices"

    def ready(self) -> None:
        from golab.imports import registry
        from golab.pages.freshness import follow_model
        from sibdb import search
        from sibdb.deflation import deflation
        from sibdb.facets import choices
        from sibdb.figures import figures
        from sibdb.finder import price_programmes, prices_stamp, projects_stamp
        from sibdb.importer import PriceImporter, ProjectImporter
        from sibdb.indigo.importer import IndigoImporter
        from sibdb.landscape import landscapes
        from sibdb.models import Deflator, Organisation, OutcomesFund, PriceProgramme, Project, RateCard, RateCardLine

        registry.register(ProjectImporter())
        registry.register(PriceImporter())
        registry.register(IndigoImporter())
        search.register_sources()
        follow_model(price_programmes, PriceProgramme)
        follow_model(figures, Project)
        follow_model(landscapes, Project)
        for model in (Project, Organisation, OutcomesFund):
            follow_model(choices, model)
            follow_model(projects_stamp, model)
        follow_model(deflation, Deflator)
        for model in (RateCard, RateCardLine, PriceProgramme, Project):
            follow_model(prices_stamp, model)
