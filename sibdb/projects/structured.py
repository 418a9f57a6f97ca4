"""A project as schema.org/Dataset, for search engines: the record is what stands at the address."""

from sibdb.projects.columns import ATTRIBUTION
from sibdb.projects.record import Record

CONTEXT = "https://schema.org"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def project_as_linked_data(record: Record) -> dict:
    """What is known of it; nothing private, and no field without a value."""
    project = record.project
    known = {
        "name": project.name,
        "alternateName": project.alternative_names,
        "description": project.lead,
        "url": project.full_url,
        "identifier": project.indigo_id,
        "creditText": ATTRIBUTION,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "Government Outcomes Lab, University of Oxford"},
        "keywords": [area.label for area in filter(None, [record.area])],
        "spatialCoverage": [place.name for place in record.locations] or [c.label for c in record.countries],
        "temporalCoverage": _years(project.service_start, project.service_end),
        "dateModified": record.last_changed.isoformat() if record.last_changed else "",
        "about": [
            {"@type": "Organization", "name": name}
            for name in dict.fromkeys(party.organisation.name for line in record.roles for party in line.parties)
        ],
    }
    return {"@context": CONTEXT, "@type": "Dataset"} | {name: value for name, value in known.items() if value}


def _years(start: str, end: str) -> str:
    """An interval by ISO 8601, open where no end is recorded."""
    return f"{start}/{end or '..'}" if start else ""
