"""What of the projects and their prices search finds."""

from django.urls import reverse_lazy

from golab.search import signposts
from golab.search.signposts import Signpost
from golab.search.sources import Document, SearchSource, register
from sibdb.models import PricedOutcome, PriceProgramme, Project, RateCard, RateCardLine


def register_sources() -> None:
    """Register projects, the programmes that published prices, and the way to all prices."""
    register(
        SearchSource(
            kind="project",
            label="Projects",
            singular="Project",
            order=60,
            models=(Project,),
            queryset=lambda: (
                Project.objects.published()
                .select_related("policy_area")
                .prefetch_related("countries", "outcomes", "steps")
            ),
            to_document=_project,
            key="uuid",
            may_be_exact=True,
            action="See this project",
        )
    )
    register(
        SearchSource(
            kind="price",
            label="Outcome prices",
            singular="Outcome prices",
            order=32,
            models=(PriceProgramme, RateCard),
            queryset=lambda: PriceProgramme.objects.prefetch_related("cards__lines"),
            to_document=_programme,
            key="slug",
            may_be_exact=True,
            action="See these prices",
        )
    )
    signposts.register(Signpost(words="rate card", label=_all_prices, url=reverse_lazy("prices:list")))


def _all_prices() -> str:
    count = PricedOutcome.objects.filter(price__isnull=False).count()
    return f"See {count:,} published price{'' if count == 1 else 's'}"


def _project(project: Project) -> Document:
    names = [name.strip() for name in project.alternative_names.split(";")]
    outcomes = [outcome.name for outcome in project.outcomes.all() if not outcome.is_private]
    return Document(
        key=str(project.uuid),
        url=project.url_on_site,
        title=project.name,
        summary=project.lead,
        body=" ".join([project.fact_line, project.party_line, *outcomes, project.intervention, project.indigo_id]),
        names=tuple(filter(None, [*names, project.indigo_id])),
        context=", ".join(filter(None, [project.place_line, str(project.start_year or "")])),
        year=project.start_year,
        policy_areas=(project.policy_area.slug,),
        countries=tuple(country.code for country in project.countries.all()),
        steps=tuple(step.slug for step in project.steps.all()),
    )


def _programme(programme: PriceProgramme) -> Document:
    """A programme with all its cards: they stand on one page."""
    cards = list(programme.cards.all())
    lines = [line for card in cards for line in card.lines.all()]
    texts = [programme.about, programme.how_to_read, programme.how_to_reuse, programme.cautions]
    return Document(
        key=programme.slug,
        url=programme.url_on_site,
        title=f"{programme.name}: outcome prices",
        summary=f"Rate card: what was paid for each outcome. {programme.people}".strip(),
        body=" ".join([*texts, *(card.name for card in cards), *(line.outcome for line in lines)]),
        names=(f"{programme.name} rate card", f"{programme.name} prices"),
        context=", ".join(filter(None, [programme.years, _counted(lines)])),
    )


def _counted(lines: list[RateCardLine]) -> str:
    priced = sum(line.price is not None for line in lines)
    return f"{priced} price{'' if priced == 1 else 's'}"
