"""What projects can be narrowed by beyond their own columns. Nothing private counts, and nothing private is offered."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, CharField, DecimalField, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from golab.pages.finder.facets import Facet, Option
from golab.pages.snapshots import Snapshot
from golab.taxonomy.models import Place
from sibdb.models import OutcomePrice, OutcomesFund, ProjectAmount, ProjectParty, RateCardLine, Result
from sibdb.models.part import Status
from sibdb.projects.goals import GOALS
from sibdb.rates import latest_rates

MOST_ORGANISATIONS = 8
SHOWN = (Status.PUBLIC, Status.DISPUTED)
Role = ProjectParty.Role
_MONEY = DecimalField(max_digits=24, decimal_places=6)
MILLION = 1_000_000
# Of the most that can be paid, in pounds: key, label and where it begins.
BANDS = (
    ("under-500k", "Under £500,000", 0),
    ("500k-1m", "£500,000 to £1 million", MILLION // 2),
    ("1m-5m", "£1 million to £5 million", MILLION),
    ("5m-20m", "£5 million to £20 million", 5 * MILLION),
    ("20m-up", "£20 million and more", 20 * MILLION),
)

Options = tuple[Option, ...]


def _choices() -> dict[str, Options]:
    """Organisations by role, funds, and nations and regions, in one statement."""
    parts = [_organisations(role) for role in (Role.PAYER, Role.PROVIDER, Role.INVESTOR)]
    funds = OutcomesFund.objects.public().order_by()
    places = Place.objects.filter(kind__in=[Place.Kind.NATION, Place.Kind.REGION]).order_by()
    parts += [_rows(funds, "fund", "slug", "name", "pk"), _rows(places, "region", "slug", "name", "pk")]
    found: dict[str, list[Option]] = {}
    for kind, slug, name, pk in sorted(parts[0].union(*parts[1:]), key=lambda row: (row[0], row[2].casefold(), row[3])):
        found.setdefault(kind, []).append(Option(slug, name, pk))
    return {kind: tuple(options) for kind, options in found.items()}


def _organisations(role: Role) -> QuerySet:
    parties = ProjectParty.objects.public().filter(role=role).exclude(organisation__status=Status.PRIVATE).order_by()
    return _rows(parties, role, "organisation__slug", "organisation__name", "organisation_id").distinct()


def _rows(queryset: QuerySet, kind: str, *columns: str) -> QuerySet:
    texts = {f"text_{place}": Cast(column, CharField()) for place, column in enumerate(columns)}
    return queryset.annotate(about=Cast(Value(str(kind)), CharField()), **texts).values_list("about", *texts)


choices: Snapshot[dict[str, Options]] = Snapshot("project-choices", _choices)


def _offered(kind: str):
    return lambda: choices.get().get(kind, ())


class _Computed(Facet):
    """A facet whose values are worked out, so its column is nothing to compare."""

    def is_one_column(self, queryset: QuerySet) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class GoalFacet(_Computed):
    """A column that holds several numbers."""

    def narrow(self, queryset: QuerySet, options: Sequence[Option]) -> QuerySet:
        numbers = [int(option.match) for option in options]
        return queryset.filter(**{f"{self.field}__overlap": numbers}) if numbers else queryset

    @property
    def value(self) -> Func:
        return Func(self.field, function="unnest", output_field=IntegerField())


@dataclass(frozen=True, kw_only=True)
class HasFacet(_Computed):
    """Whether a record has something: `among` says which do."""

    def narrow(self, queryset: QuerySet, options: Sequence[Option]) -> QuerySet:
        return queryset.filter(self.among) if options else queryset

    @property
    def value(self) -> Value:
        return Value("yes")


@dataclass(frozen=True, kw_only=True)
class BandFacet(_Computed):
    """The most that can be paid for outcomes, in bands of pounds at the rates of the last year that has any."""

    def narrow(self, queryset: QuerySet, options: Sequence[Option]) -> QuerySet:
        if not options:
            return queryset
        amounts = ProjectAmount.objects.filter(kind=ProjectAmount.Kind.MAXIMUM, status__in=SHOWN)
        bands = amounts.annotate(band=band_of("")).filter(band__in=[int(option.match) for option in options])
        return queryset.filter(pk__in=bands.values("project"))

    @property
    def value(self) -> Func:
        return band_of("amounts__")


def band_of(prefix: str) -> Func:
    """The number of an amount's band, from 1; nothing where its currency has no rate. A range counts by its end."""
    amount = Coalesce(*(f"{prefix}{name}" for name in ("exact", "highest", "lowest")))
    rates = [When(**{f"{prefix}currency": code}, then=Value(rate, _MONEY)) for code, rate in latest_rates().items()]
    begins = Value([float(begin) for _, _, begin in BANDS], ArrayField(DecimalField(max_digits=24, decimal_places=6)))
    pounds = Cast(amount * Case(*rates, output_field=_MONEY), _MONEY)
    return Func(pounds, begins, function="width_bucket", output_field=IntegerField())


def _party_facet(role: Role, label: str) -> Facet:
    return Facet(
        key=role.value,
        label=label,
        field="parties__organisation",
        options=_offered(role),
        hides_empty=True,
        among=Q(parties__role=role, parties__status__in=SHOWN),
        most=MOST_ORGANISATIONS,
    )


def _has(key: str, label: str, option: str, among: Q) -> HasFacet:
    options = (Option("yes", option, "yes"),)
    return HasFacet(key=key, label=label, field="", options=lambda: options, among=among)


def with_a_price() -> Q:
    """Projects with a price that readers see."""
    prices = OutcomePrice.objects.filter(price__isnull=False, status__in=SHOWN).order_by()
    cards = RateCardLine.objects.filter(price__isnull=False, card__project__isnull=False).order_by()
    # One list: of two that are joined by "or" the database would try every project.
    return Q(pk__in=prices.values("project").union(cards.values("card__project")))


_goals = tuple(Option(str(number), f"{number} {name}", str(number)) for number, name in GOALS.items())
_bands = tuple(Option(key, label, str(number)) for number, (key, label, _) in enumerate(BANDS, 1))

region = Facet(key="region", label="UK nation or region", field="regions", options=_offered("region"), hides_empty=True)
payer = _party_facet(Role.PAYER, "Outcome payer")
provider = _party_facet(Role.PROVIDER, "Service provider")
investor = _party_facet(Role.INVESTOR, "Investor")
fund = Facet(
    key="fund", label="Outcomes fund", field="funds", options=_offered("fund"), hides_empty=True,
    among=Q(funds__status__in=SHOWN),
)  # fmt: skip
goal = GoalFacet(
    key="sdg", label="Development goal (SDG)", field="goals", options=lambda: _goals, hides_empty=True,
)  # fmt: skip
value = BandFacet(
    key="value", label="Most that can be paid", field="", options=lambda: _bands,
    among=Q(amounts__kind=ProjectAmount.Kind.MAXIMUM, amounts__status__in=SHOWN),
)  # fmt: skip
prices = _has("prices", "Prices", "Has prices for outcomes", with_a_price())
results = _has("results", "Results", "Has results", Q(pk__in=Result.objects.filter(status__in=SHOWN).values("project")))
