"""Projects and programmes with prices in the site's map."""

from django.db.models import QuerySet

from golab.pages.sitemap import RecordSitemap
from sibdb.models import Organisation, OutcomesFund, PriceProgramme, Project
from sibdb.querysets import ProjectQuerySet


class ProjectSitemap(RecordSitemap):
    """Every project that anyone may read."""

    def items(self) -> ProjectQuerySet:
        return Project.objects.published().only("slug", "last_published_at").order_by("pk")


class PriceSitemap(RecordSitemap):
    """Every programme with prices."""

    def items(self) -> QuerySet[PriceProgramme]:
        return PriceProgramme.objects.only("slug").order_by("pk")


class OrganisationSitemap(RecordSitemap):
    """Every organisation that readers may know of."""

    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.public().only("slug").order_by("pk")


class FundSitemap(RecordSitemap):
    """Every outcomes fund."""

    def items(self) -> QuerySet[OutcomesFund]:
        return OutcomesFund.objects.public().only("slug").order_by("pk")
