"""What readers search, filter and sort outcomes funds by. Nothing private counts, and nothing private is found."""

from dataclasses import replace

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.text import slugify

from golab.pages.finder.facets import Facet, Option, term_facet
from golab.pages.finder.finder import Finder, Sort
from golab.pages.finder.words import containing
from golab.pages.snapshots import Snapshot
from sibdb.models import OutcomesFund, Project
from sibdb.projects.facets import SHOWN
from sibdb.projects.finder import projects_stamp

_PROJECTS_SEEN = Q(projects__live=True, projects__status__in=SHOWN)
_BEGAN = Coalesce(NullIf("launched", Value("")), NullIf("interest_called", Value("")))


def matching(funds: QuerySet, words: str) -> QuerySet:
    """Those whose name, or whose host's, has all the words between them; each is as relevant as the next."""
    return containing(
        funds,
        words,
        lambda word: (
            Q(name__icontains=word)
            | Q(recorded_name__icontains=word)
            | Q(host__name__icontains=word, host__status__in=SHOWN)
        ),
    )


def with_projects(funds: QuerySet) -> QuerySet:
    """With how many projects that readers see each pays for."""
    named = Project.funds.through.objects.filter(
        outcomesfund=OuterRef("pk"), project__live=True, project__status__in=SHOWN
    )
    counted = named.order_by().values("outcomesfund").annotate(found=Count("pk")).values("found")
    return funds.annotate(project_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def _stages() -> tuple[Option, ...]:
    told = OutcomesFund.objects.public().order_by("stage").values_list("stage", flat=True).distinct()
    return tuple(Option(slugify(stage) or "not-recorded", stage or "Not recorded", stage) for stage in told)


fund_stages: Snapshot[tuple[Option, ...]] = Snapshot("fund-stages", _stages)

_areas = term_facet("area", "Policy area of its projects", "projects__policy_area", "area", hides_empty=True)
funds = Finder(
    noun="fund",
    nouns="funds",
    facets=(
        term_facet("country", "Country", "country", "country", hides_empty=True),
        replace(_areas, among=_PROJECTS_SEEN),
        Facet(key="stage", label="Stage", field="stage", options=fund_stages.get, hides_empty=True),
    ),
    sorts=(
        Sort("name", "Name", ("name", "pk")),
        Sort("projects", "Most projects first", (F("project_count").desc(), "name", "pk")),
        Sort("newest", "Newest first", (_BEGAN.desc(nulls_last=True), "name", "pk")),
    ),
    matching=matching,
    stamp=projects_stamp,
    page_size=50,
)  # fmt: skip
