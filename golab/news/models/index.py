"""The list of news and comment, whole and by theme."""

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from golab.news.forms import PageForm
from golab.news.models.item import NewsPage
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

    def _items(self) -> models.QuerySet[NewsPage]:
        return NewsPage.objects.child_of(self).live()

    def _show(self, request: HttpRequest, items: models.QuerySet[NewsPage], theme: Topic | None = None) -> HttpResponse:
        items = items.latest_first().with_author_names()
        form = PageForm(request.GET)
        shown = Paginator(items, PER_PAGE).get_page(form.number())
        context = {"items": shown, "theme": theme, "themes": self._items().themes(), "pager": _pager(shown)}
        return self.render(request, context_overrides=context)


def _pager(shown: PageOfList) -> dict:
    """Addresses of the pages for `components/pager.html`; empty when one page is all."""
    if shown.paginator.num_pages == 1:
        return {}
    numbers = shown.paginator.get_elided_page_range(shown.number)
    pages = [
        {"number": number, "url": f"?page={number}", "is_current": number == shown.number}
        if isinstance(number, int)
        else {"is_gap": True}
        for number in numbers
    ]
    before = f"?page={shown.number - 1}" if shown.has_previous() else ""
    after = f"?page={shown.number + 1}" if shown.has_next() else ""
    return {"pages": pages, "previous_url": before, "next_url": after}
