"""The list of news and comment: whole, by theme, by author."""

from urllib.parse import urlencode

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from golab.news.forms import NewsForm
from golab.news.models.item import NewsPage
from golab.news.querysets import NewsQuerySet
from golab.pages.models import BasePage
from golab.taxonomy.models import Topic

PER_PAGE = 20


class NewsIndexPage(RoutablePageMixin, BasePage):
    """News and comment, latest first."""

    standfirst = models.TextField(max_length=400, blank=True, help_text="Opens the page. Up to 40 words.")
    empty_text = models.TextField(
        max_length=250, default="Nothing has been published here yet.", help_text="Shown while there is nothing."
    )

    content_panels = [*BasePage.content_panels, FieldPanel("standfirst"), FieldPanel("empty_text")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["news.NewsPage"]
    template = "news/index.html"
    max_count = 1
    section = "news"

    class Meta:
        verbose_name = "list of news and comment"

    @path("")
    def everything(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, self._items())

    @path("themes/<slug:theme>/")
    def one_theme(self, request: HttpRequest, theme: str) -> HttpResponse:
        topic = Topic.objects.filter(slug=theme).first()
        if topic is None:
            raise Http404(f"no theme {theme!r}")
        return self._show(request, self._items().about(topic.slug), theme=topic)

    def _items(self) -> NewsQuerySet:
        return NewsPage.objects.child_of(self).live()

    def _show(self, request: HttpRequest, items: NewsQuerySet, theme: Topic | None = None) -> HttpResponse:
        author, number = NewsForm(request.GET).asked()
        shown = Paginator(items.by(author).latest_first().with_author_names(), PER_PAGE).get_page(number)
        everything = self._items()
        context = {
            "items": shown,
            "author": author,
            "theme": theme,
            "themes": everything.themes(),
            "authors": [(name, address_of(author=name)) for name in everything.authors()],
            "pager": _pager(shown, author),
        }
        return self.render(request, context_overrides=context)


def address_of(*, author: str = "", page: int = 1) -> str:
    """The query of a list, to put behind its address: `?author=Ann+Author&page=2`."""
    asked = {"author": author, "page": page if page > 1 else ""}
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def _pager(shown: PageOfList, author: str) -> dict:
    """Addresses of the pages for `components/pager.html`; empty when one page is all."""
    if shown.paginator.num_pages == 1:
        return {}
    numbers = [number for number in shown.paginator.get_elided_page_range(shown.number) if isinstance(number, int)]
    links = [
        {"number": number, "url": address_of(author=author, page=number), "is_current": number == shown.number}
        for number in numbers
    ]
    before = address_of(author=author, page=shown.number - 1) if shown.has_previous() else ""
    after = address_of(author=author, page=shown.number + 1) if shown.has_next() else ""
    return {"links": links, "previous_url": before, "next_url": after}
