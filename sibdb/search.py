"""What of the projects search finds."""

from golab.search.sources import Document, SearchSource, register
from sibdb.models import Project


def register_sources() -> None:
    """Register projects."""
    register(
        SearchSource(
            kind="project",
            label="Projects",
            singular="Project",
            order=60,
            models=(Project,),
            queryset=lambda: (
                Project.objects.published().select_related("policy_area").prefetch_related("countries", "outcomes")
            ),
            to_document=_project,
            key="uuid",
        )
    )


def _project(project: Project) -> Document:
    names = [name.strip() for name in project.alternative_names.split(";")]
    outcomes = [outcome.name for outcome in project.outcomes.all() if not outcome.is_private]
    return Document(
        key=str(project.uuid),
        url=project.url_on_site,
        title=project.name,
        summary=project.lead,
        body=" ".join([project.fact_line, project.party_line, *outcomes, project.intervention, project.indigo_id]),
        names=tuple(filter(None, names)),
        context=", ".join(filter(None, [project.place_line, str(project.start_year or "")])),
        policy_areas=(project.policy_area.slug,),
        countries=tuple(country.code for country in project.countries.all()),
    )
