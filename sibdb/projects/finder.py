"""What readers can search, filter and sort projects and prices by."""

from django.db.models import F
from django.db.models.functions import Coalesce

from golab.pages.finder.facets import Facet, Option, choice_facet, term_facet
from golab.pages.finder.finder import Finder, Sort, View
from golab.pages.finder.held import Held
from golab.pages.snapshots import Snapshot, stamp
from sibdb.around.nearness import near_prices, near_projects
from sibdb.evidence import Evidence
from sibdb.models import PricedOutcome, PriceProgramme, Project, RateCardLine
from sibdb.projects import facets

LIST, TABLE, MAP, CHARTS = "list", "table", "map", "charts"
BY_CARD = "card"
MOST_PEOPLE = Coalesce("cohort_actual", "cohort_target").desc(nulls_last=True)

projects_stamp = stamp("projects")
prices_stamp = stamp("prices")

projects = Finder(
    noun="project",
    nouns="projects",
    facets=(
        term_facet("area", "Policy area", "policy_area", "area"),
        term_facet("country", "Country", "countries", "country", hides_empty=True),
        facets.region,
        choice_facet("stage", "Stage of development", "stage", Project.Stage.choices, hides_empty=True),
        facets.payer,
        facets.provider,
        facets.investor,
        facets.fund,
        facets.value,
        facets.prices,
        facets.results,
        facets.goal,
    ),
    sorts=(
        Sort("newest", "Newest first", (F("start_year").desc(nulls_last=True), "name", "pk")),
        Sort("oldest", "Oldest first", (F("start_year").asc(nulls_last=True), "name", "pk")),
        Sort("name", "Name", ("name", "pk")),
        Sort("people", "Most people first", (MOST_PEOPLE, "name", "pk")),
    ),
    matching=lambda queryset, words: queryset.matching(words),
    years="start_year",
    stamp=projects_stamp,
    near=near_projects,
    held=Held(lambda: Project.objects.published(), projects_stamp),
    views=(
        *(View(LIST, "List", "list"), View(TABLE, "Table", "table")),
        *(View(MAP, "Map", "map"), View(CHARTS, "Charts", "chart-column")),
    ),
)


def _programmes() -> tuple[Option, ...]:
    rows = PriceProgramme.objects.order_by("sort_order", "name").values_list("slug", "name", "pk")
    return tuple(Option(slug, name, str(pk)) for slug, name, pk in rows)


price_programmes: Snapshot[tuple[Option, ...]] = Snapshot("price-programmes", _programmes)

prices = Finder(
    noun="line",
    nouns="lines",
    facets=(
        Facet(key="programme", label="Programme", field="programme", options=price_programmes.get),
        choice_facet("outcome", "Outcome on a rate card", "kind", RateCardLine.Kind.choices, hides_empty=True),
        choice_facet("evidence", "Evidence required", "evidence", Evidence.choices, hides_empty=True),
        term_facet("area", "Policy area", "policy_area", "area", hides_empty=True),
        choice_facet("from", "Where it is from", "origin", PricedOutcome.Origin.choices),
        choice_facet("quality", "Data quality", "quality", RateCardLine.Quality.choices),
    ),
    sorts=(
        Sort(BY_CARD, "Card and order", ("rank", "card", "project__name", "project", "place", "id")),
        Sort("highest", "Price, highest first", (F("price").desc(nulls_last=True), "id")),
        Sort("lowest", "Price, lowest first", (F("price").asc(nulls_last=True), "id")),
    ),
    matching=lambda queryset, words: queryset.matching(words),
    years="year",
    stamp=prices_stamp,
    near=near_prices,
    held=Held(lambda: PricedOutcome.objects.all(), prices_stamp),
    page_size=60,
)
