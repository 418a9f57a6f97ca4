"""What the site's feeds have in common."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.views.decorators.http import require_safe
from wagtail.models import Page

from golab.exports.columns import for_xml
from golab.pages.finder.finder import Found

NEWEST = 50  # entries in a feed


class _ForXml:
    """A feed that leaves out what XML cannot hold: one pasted control character must not end a whole feed."""

    def add_item(self, title: str, link: str, description: str, **more: object) -> None:
        super().add_item(for_xml(title), link, for_xml(description), **{name: _held(more[name]) for name in more})


def _held(value: object) -> object:
    if isinstance(value, str):
        return for_xml(value)
    return [_held(one) for one in value] if isinstance(value, (list, tuple)) else value


class HubAtom(_ForXml, Atom1Feed):
    pass


class HubRss(_ForXml, Rss201rev2Feed):
    pass


class AtomFeed(Feed):
    """A feed of ours, only to be read. A feature says title, subtitle and what stands in it."""

    feed_type = HubAtom
    author_name = "Government Outcomes Lab"

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return require_safe(super().__call__)(request, *args, **kwargs)

    def item_updateddate(self, item: Model) -> datetime | None:
        return item.last_published_at


class PageFeed(AtomFeed):
    """A feed of pages, at `link` and `feed_url`."""

    def item_link(self, item: Page) -> str:
        return item.get_url()

    def item_guid(self, item: Page) -> str:
        return item.translation_key.urn


class FinderFeed(AtomFeed):
    """A feed of records, for the same question as their list: `get_object` gives what that finds.

    `address` is the name of the feed's own address.
    """

    address: str

    def link(self, found: Found) -> str:
        return found.path + found.query_string

    def feed_url(self, found: Found) -> str:
        return reverse(self.address) + found.query_string

    def item_link(self, item: Model) -> str:
        return item.url_on_site

    def item_guid(self, item: Model) -> str:
        return item.uuid.urn
