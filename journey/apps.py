"""The Commissioners' Journey."""

from django.apps import AppConfig


class JourneyConfig(AppConfig):
    name = "journey"
    verbose_name = "Commissioners' Journey"

    def ready(self) -> None:
        from golab.pages.freshness import follow_model, follow_pages
        from golab.taxonomy.models import Step
        from journey import bringing, progress, search, sharing, terms
        from journey.area import keeping
        from journey.map import journey_map
        from journey.models import TurnBack, Worksheet
        from journey.sheets import joining
        from journey.sheets.defined import worksheets

        terms.connect()  # before the map, so that it is built from terms that are in line
        follow_pages(journey_map)
        follow_model(journey_map, TurnBack)
        follow_model(journey_map, Worksheet)
        follow_model(worksheets, Worksheet)
        follow_model(worksheets, Step)  # a worksheet stands on the step that its term names
        search.register_sources()
        progress.connect()
        joining.connect()
        sharing.connect()
        bringing.connect()
        keeping.connect()
