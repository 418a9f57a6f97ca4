"""What every template may use: the main navigation, the footer and the hub's facts."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from golab.pages.models.settings import hub_facts

NAVIGATION = [
    {"key": "journey", "label": "Journey", "url": "/journey/"},
    {"key": "guides", "label": "How-to guides", "url": "/guides/"},
    {"key": "library", "label": "Library", "url": "/library/"},
    {"key": "projects", "label": "SIB projects", "url": "/projects/"},
    {"key": "surgeries", "label": "Advice surgeries", "url": "/surgeries/"},
    {"key": "events", "label": "Events", "url": "/events/"},
    {"key": "news", "label": "News and comment", "url": "/news/"},
    {"key": "basics", "label": "Basics", "url": "/basics/"},
    {"key": "glossary", "label": "Glossary", "url": "/glossary/"},
    {"key": "about", "label": "About", "url": "/about/"},
]
FOOTER = [
    {
        "heading": "Get help",
        "links": [
            {"label": "Book an advice surgery", "url": "/surgeries/"},
            {"label": "Contact us", "url": "/contact/"},
            {"label": "Report a problem with this page", "url": "/contact/message/", "names_page": True},
            {"label": "If you need more", "url": "/support/"},
            {"label": "Questions people ask", "url": "/faq/"},
        ],
    },
    {
        "heading": "Use our work",
        "links": [
            {"label": "Plain list of the journey", "url": "/journey/list/"},
            {"label": "Print the map", "url": "/journey/print/"},
            {"label": "How-to guides", "url": "/guides/"},
            {"label": "Outcome prices", "url": "/prices/"},
            {"label": "Data to download", "url": "/projects/data/"},
        ],
    },
    {
        "heading": "About",
        "links": [
            {"label": "What the GO Lab does", "url": "/about/"},
            {"label": "People", "url": "/people/"},
            {"label": "Glossary", "url": "/glossary/"},
        ],
    },
    {
        "heading": "This site",
        "links": [
            {"label": "Accessibility statement", "url": "/accessibility/"},
            {"label": "Privacy", "url": "/privacy/"},
            {"label": "Cookies: none unless you save something", "url": "/cookies/"},
            {"label": "Terms of use", "url": "/terms/"},
        ],
    },
]


# Rooms whose addresses hold no secret. All others may carry somebody's link, and a report would tell it to staff.
NAMED_IN_REPORTS = ("/journey/", "/guides/", "/library/", "/projects/", "/organisations/", "/funds/", "/prices/",
                    "/events/", "/news/", "/basics/", "/glossary/", "/about/")  # fmt: skip


def site(request: HttpRequest) -> dict:
    """Navigation, footer, facts. The facts are fetched only where a template asks."""
    return {
        "site_nav": NAVIGATION,
        "footer_columns": FOOTER,
        "page_to_report": request.path if request.path == "/" or request.path.startswith(NAMED_IN_REPORTS) else "",
        "hub_settings": SimpleLazyObject(hub_facts.get),
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
    }
