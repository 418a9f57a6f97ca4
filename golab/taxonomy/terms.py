"""The terms that the hub starts with. Migrations put them in; staff add to them and retire them afterwards."""

import pycountry

# INDIGO's eight policy sectors, and adult social care, which UK commissioners ask for.
POLICY_AREAS = {
    "employment-and-training": "Employment and training",
    "child-and-family-welfare": "Child and family welfare",
    "health": "Health",
    "homelessness": "Homelessness",
    "education": "Education",
    "criminal-justice": "Criminal justice",
    "adult-social-care": "Adult social care",
    "agriculture-and-environment": "Agriculture and environment",
    "poverty-reduction": "Poverty reduction",
}

RESOURCE_TYPES = {
    "guide": "Guide",
    "guidance": "Guidance",
    "report": "Report",
    "evaluation-report": "Evaluation report",
    "audit-report": "Audit report",
    "review": "Review",
    "case-study": "Case study",
    "journal-article": "Journal article",
    "working-paper": "Working paper",
    "white-paper": "White paper",
    "book": "Book",
    "book-chapter": "Book chapter",
    "blog": "Blog",
    "dataset": "Dataset",
    "data-snapshot": "Data snapshot",
    "statistics": "Statistics",
    "rate-card": "Rate card",
    "template": "Template",
    "tool": "Tool",
    "video": "Video",
    "audio": "Audio",
    "external": "External resource",
}

# ONS codes of the nations of the UK and the regions of England.
NATIONS = {
    "E92000001": "England",
    "N92000002": "Northern Ireland",
    "S92000003": "Scotland",
    "W92000004": "Wales",
}
ENGLISH_REGIONS = {
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
}

# ISO 3166 writes these names for an index. The hub writes them as people read them.
_READABLE = {
    "BQ": "Bonaire, Sint Eustatius and Saba",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "FM": "Micronesia",
    "PS": "Palestine",
    "VG": "British Virgin Islands",
    "VI": "United States Virgin Islands",
}


def countries() -> list[dict[str, str]]:
    """Every country of ISO 3166-1 as `code`, `code3` and the name that people use."""
    return [
        {
            "code": country.alpha_2,
            "code3": country.alpha_3,
            "name": _READABLE.get(country.alpha_2) or getattr(country, "common_name", country.name),
        }
        for country in pycountry.countries
    ]
