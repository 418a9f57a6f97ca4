"""What editors compose: pages, glossary terms, settings."""

from golab.pages.models.base import BasePage
from golab.pages.models.basics import BasicsIndexPage, BasicsPage, FaqPage
from golab.pages.models.glossary import GlossaryIndexPage, GlossaryTerm
from golab.pages.models.home import HomePage
from golab.pages.models.loading import LoadedItem
from golab.pages.models.settings import HubSettings
from golab.pages.models.standard import PeoplePage, StandardPage

__all__ = [
    "BasePage",
    "BasicsIndexPage",
    "BasicsPage",
    "FaqPage",
    "GlossaryIndexPage",
    "GlossaryTerm",
    "HomePage",
    "HubSettings",
    "LoadedItem",
    "PeoplePage",
    "StandardPage",
]
