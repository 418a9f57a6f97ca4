"""What a file may say of a publication besides its reference: countries, method, and the projects it is about."""

from functools import cache

import yaml
from django.conf import settings

from golab.imports.registry import Values
from golab.taxonomy.models import Country
from library.models import Publication, PublicationProject

NOTHING: Values = {"countries": [], "method": "", "projects": []}


@cache
def of_content() -> dict[str, Values]:
    """By title, what the content folder says of our own publications."""
    said = yaml.safe_load((settings.CONTENT_DIR / "publication-terms.yaml").read_text())
    return {title: NOTHING | values for title, values in said.items()}


def values_of(publication: Publication) -> Values:
    """In the form that a file's reading gives: countries by their codes, projects by their INDIGO ids."""
    return {
        "countries": sorted(country.pk for country in publication.countries.all()),
        "method": publication.method,
        "projects": sorted(part.project.indigo_id for part in publication.about_projects.all()),
    }


def fill(publication: Publication, values: Values) -> None:
    """Set what `values` holds. Projects that the hub lacks are left out."""
    if "countries" in values:
        codes = values["countries"]
        publication.countries = list(Country.objects.filter(pk__in=codes)) if codes else []
    if "method" in values:
        publication.method = values["method"]
    if "projects" in values:
        ids, projects = values["projects"], PublicationProject._meta.get_field("project").related_model
        found = projects.objects.filter(indigo_id__in=ids).order_by("indigo_id") if ids else []
        publication.about_projects = [
            PublicationProject(project=project, sort_order=place) for place, project in enumerate(found)
        ]
