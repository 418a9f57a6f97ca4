"""Projects and programmes with prices in the site's map."""

from django.db.models import QuerySet, Value
from django.urls import reverse

from golab.pages.sitemap import RecordSitemap
from sibdb.models import MonthlySnapshot, Organisation, OutcomesFund, PriceProgramme, Project
from sibdb.querysets import ProjectQuerySet


class ProjectSitemap(RecordSitemap):
    """Every project that anyone may read."""

    def items(self) -> ProjectQuerySet:
        return Project.objects.published().only("slug", "last_published_at").order_by("pk")


class DataSitemap(RecordSitemap):
    """The pages about the data, and the snapshots of the months: addresses."""

    def items(self) -> list[str]:
        names = ("sibdb:data", "sibdb:data-dictionary", "sibdb:data-quality", "sibdb:landscape", "api:docs")
        taken = MonthlySnapshot.objects.only("month").order_by("month")
        return [*map(reverse, names), *(one.url_on_site for one in taken)]

    def location(self, item: str) -> str:
        return item


class PriceSitemap(RecordSitemap):
    """Every programme with prices."""

    def items(self) -> QuerySet[PriceProgramme]:
        return PriceProgramme.objects.only("slug").order_by("pk")


class PartnerSitemap(RecordSitemap):
    """Every organisation and outcomes fund that readers may know of, in one query: (address name, slug)."""

    def items(self) -> QuerySet:
        rooms = {"organisations:organisation": Organisation, "funds:fund": OutcomesFund}
        organisations, funds = (
            model.objects.public().annotate(room=Value(room)).values_list("room", "slug")
            for room, model in rooms.items()
        )
        return organisations.union(funds).order_by("room", "slug")

    def location(self, item: tuple[str, str]) -> str:
        room, slug = item
        return reverse(room, args=[slug])
