"""News and comment."""

from datetime import date

import factory

from golab.news.models import NewsAuthor, NewsIndexPage, NewsPage
from tests.factories.pages import HomePageFactory, HubPageFactory, stored, the_only


class NewsIndexPageFactory(HubPageFactory):
    class Meta:
        model = NewsIndexPage

    parent = the_only(HomePageFactory)
    title = "News and comment"
    slug = "news"
    standfirst = "Authors speak for themselves."


class NewsPageFactory(HubPageFactory):
    """A piece of our own; `is_undated` takes its date away, `published_in` makes it a digest."""

    class Meta:
        model = NewsPage

    class Params:
        is_undated = factory.Trait(published_on=None, date_note="The source carries no date.")

    parent = the_only(NewsIndexPageFactory)
    title = factory.Sequence(lambda n: f"Piece {n}")
    published_on = date(2026, 3, 5)
    sort_date = factory.LazyAttribute(lambda piece: piece.published_on)
    body = stored(("text", "<p>Compare your forecasts with what others achieved.</p>"))


class NewsAuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NewsAuthor

    page = factory.SubFactory(NewsPageFactory)
    name = factory.Sequence(lambda n: f"Ann Author {n}")
    role = "Director"
    organisation = "OPM"


PAGE_FACTORIES = {factory_class._meta.model: factory_class for factory_class in (NewsIndexPageFactory, NewsPageFactory)}
