"""Loads the hub's content: journey, guides, library, projects, events, news, glossary, basics, standing pages."""

from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.signal_handlers import disable_reference_index_auto_update

from events.content import load_events
from golab.accounts.roles import ensure_roles
from golab.news.content import load_news
from golab.ops.versions import bump_content_version
from golab.pages.content.basics import load_basics
from golab.pages.content.glossary import load_glossary
from golab.pages.content.home import complete_home, load_home
from golab.pages.content.standing import load_standing_pages
from golab.pages.loading import Loader
from golab.search.indexing import rebuild
from golab.search.listening import unheard
from golab.search.synonyms import load_synonyms
from golab.taxonomy.actions import load_places
from journey.content import load_guides, load_journey, load_terms
from journey.sheets.content import load_worksheets
from library.content import load_library
from sibdb.loading.content import load_projects
from surgeries.content import load_surgeries


class Command(BaseCommand):
    help = "Load the content folder. Safe to run again: what staff have edited since is kept."

    def handle(self, *args: object, **options: object) -> None:
        started = monotonic()
        loader = Loader(tell=lambda line: self.stdout.write(f"  {line}", ending="\n"))
        # One transaction, all or nothing; what follows from each save is worked out once, at the end.
        with transaction.atomic(), disable_reference_index_auto_update(), unheard():
            self._load(loader)
            loader.index_references()
        indexed = rebuild()  # at once, so that search is complete before a worker runs
        loader.tell(f"Search: {indexed.written} documents")
        bump_content_version()  # whatever was kept of the pages as they were
        told = ", ".join(f"{count} {what}" for what, count in sorted(loader.counts.items()))
        self.stdout.write(self.style.SUCCESS(f"Content loaded in {monotonic() - started:.0f} s: {told}."))

    def _load(self, loader: Loader) -> None:
        home = load_home(loader)
        load_terms()  # first: the rest points at them
        with (settings.CONTENT_DIR / "places.csv").open(newline="") as lines:
            load_places(lines=lines)  # before projects and events, which lie in a council
        load_glossary(loader, home)
        load_guides(loader, home)
        load_journey(loader, home)
        load_worksheets(loader)
        load_projects(loader)
        load_library(loader)  # after the journey and the projects, which it points at
        load_events(loader, home)
        load_news(loader, home)
        load_basics(loader, home)
        load_standing_pages(loader, home)
        load_surgeries(loader, home)  # after the pages that it sends people to
        complete_home(loader)
        ensure_roles()  # last: some hold for a part of the tree
        load_synonyms(settings.CONTENT_DIR / "synonyms.yaml")
