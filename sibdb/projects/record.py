"""A project as its page shows it: facts, who has which role, what is not known, what is being checked, sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from golab.pages.finder.terms import Term, terms
from sibdb.dates import in_words, is_before
from sibdb.models import Project, ProjectAmount, ProjectParty, ProjectSource
from sibdb.projects.achieved import Achieved, achieved_of
from sibdb.projects.cited import Cited
from sibdb.projects.columns import ATTRIBUTION
from sibdb.projects.converted import converted
from sibdb.projects.lines import PriceGroup

Kind, Role = ProjectAmount.Kind, ProjectParty.Role
# These names stand in this order on many records. They may be backers of one fund and not investors of the project.
BACKERS = (
    *("Merseyside", "Pilotlight", "Panahpur Charitable Trust", "Deutsche Bank", "Pension funds", "Trust for London"),
    *("The Prince's Charities", "Omidyar Network"),
)
FEWEST_BACKERS = 5
LONGEST_WITHOUT_AN_END = 8  # years of service with no end recorded, after which the stage is in doubt


@dataclass(frozen=True, slots=True)
class RoleLine:
    """The organisations in a role; `is_in_doubt` where we check whether all of them have it."""

    role: ProjectParty.Role
    label: str
    parties: list[ProjectParty]
    sources: list[int]  # their numbers on the page
    is_in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the timeline."""

    when: str
    what: str
    is_past: bool


@dataclass
class Record:
    """Reads a project fetched `for_page`, or a draft."""

    project: Project
    prices: Sequence[PriceGroup] = ()

    def __post_init__(self) -> None:
        self.today = timezone.localdate()

    # --- key facts
    @cached_property
    def amounts(self) -> dict[str, ProjectAmount]:
        return {amount.kind: amount for amount in self.project.parts("amounts")}

    @property
    def most(self) -> ProjectAmount | None:
        return self.amounts.get(Kind.MAXIMUM)

    @property
    def investment(self) -> ProjectAmount | None:
        return self.amounts.get(Kind.INVESTMENT)

    @property
    def paid(self) -> ProjectAmount | None:
        return self.amounts.get(Kind.PAID)

    @property
    def person_cap(self) -> ProjectAmount | None:
        return self.amounts.get(Kind.PERSON_CAP)

    @property
    def in_pounds(self) -> dict[str, str]:
        """Of each kind of amount, what that is in pounds, where it is in another currency."""
        return {kind: converted(amount, self.project.start_year) for kind, amount in self.amounts.items()}

    @property
    def unit(self) -> str:
        return self.project.unit or "people"

    @property
    def contract_signed(self) -> str:
        return in_words(self.project.contract_signed) if self.project.contract_signed else ""

    @property
    def service(self) -> str:
        """When the service ran, in words: "December 2017 to March 2021", "from December 2017"."""
        start, end = self.project.service_start, self.project.service_end
        if start and end:
            return f"{in_words(start)} to {in_words(end)}"
        return f"From {in_words(start)}" if start else f"Until {in_words(end)}" if end else ""

    @property
    def end_basis(self) -> str:
        """What the recorded end is, if that is known."""
        return self.project.get_service_end_basis_display().lower() if self.project.service_end_basis else ""

    # --- terms
    @property
    def area(self) -> Term | None:
        return terms.get().one("area", self.project.policy_area_id)

    @property
    def countries(self) -> list[Term]:
        return terms.get().of("country", self.project.term_pks("countries"))

    @property
    def steps(self) -> list[Term]:
        return terms.get().of("step", self.project.term_pks("steps"))

    # --- parts
    @cached_property
    def roles(self) -> list[RoleLine]:
        """Every role, also those that nobody is recorded in."""
        parties = self.project.parts("parties")
        return [self._role_line(role, [party for party in parties if party.role == role]) for role in Role]

    def _role_line(self, role: Role, parties: list[ProjectParty]) -> RoleLine:
        sources = self.cited.of_parts(parties, ProjectSource.About.PARTIES)
        is_in_doubt = role == Role.INVESTOR and self.has_backers_of_a_fund
        return RoleLine(role, role.label, _each_once(parties), sources, is_in_doubt)

    @cached_property
    def outcomes(self) -> list:
        return self.project.parts("outcomes")

    @property
    def outcome_count(self) -> int:
        """How many outcomes the record counts or names."""
        return max(self.project.outcomes_counted or 0, len(self.outcomes))

    @property
    def unnamed_outcomes(self) -> int:
        """How many outcomes the record counts beyond those that are named here."""
        return max((self.project.outcomes_counted or 0) - len(self.outcomes), 0)

    @cached_property
    def achieved(self) -> list[Achieved]:
        return achieved_of(self.outcomes, self.project.parts("results"))

    @cached_property
    def has_planned(self) -> bool:
        """Whether any outcome says how many people were planned."""
        return any(row.target for row in self.achieved)

    @cached_property
    def documents(self) -> list:
        return self.project.parts("documents")

    @cached_property
    def locations(self) -> list:
        return self.project.parts("locations")

    @cached_property
    def funds(self) -> list:
        return self.project.parts("funds")

    @property
    def is_priced_by_programme(self) -> bool:
        """Whether the prices on this page applied to other projects too."""
        return any(group.card and not group.card.is_of_one_project for group in self.prices)

    @property
    def has_own_prices(self) -> bool:
        """Whether some price on this page stands in the project's own record, not on a card."""
        return any(group.card is None for group in self.prices)

    @cached_property
    def cited(self) -> Cited:
        return Cited(self.project)

    @property
    def timeline(self) -> list[Moment]:
        end = {"planned": "Planned end of the service", "actual": "Service ends"}.get(
            self.project.service_end_basis, "End of the service, planned or actual: the record does not say"
        )
        points = (
            (self.project.contract_signed, "Outcomes contract signed"),
            (self.project.service_start, "Service starts"),
            (self.project.service_end, end),
        )
        return [Moment(in_words(text), what, is_before(text, self.today)) for text, what in points if text]

    # --- what is not known, what is checked
    @property
    def gaps(self) -> list[str]:
        """What the record does not say."""
        project = self.project
        known = (
            (project.contract_signed, "When the contract was signed"),
            (project.service_start, "When the service began"),
            (project.service_end, "When the service ended or is to end"),
            (project.cohort_target is not None, "How many people were planned"),
            (project.cohort_actual is not None, "How many people took part"),
            (self.most, "How much could be paid for outcomes"),
            (self.paid, "How much was paid for outcomes"),
            (self.investment, "How much was invested"),
            *((line.parties, f"Who {line.label.lower()}") for line in self.roles if line.label in _MISSED),
        )
        return [what for is_known, what in known if not is_known]

    @property
    def doubts(self) -> list[str]:
        """What is odd in the record, said and not mended; first what colleagues noted."""
        notes = [caveat.text for caveat in self.project.parts("caveats")]
        return notes + [text for is_so, text in self._oddities() if is_so]

    def _oddities(self):
        project, year = self.project, self.today.year
        in_progress = project.stage == Project.Stage.IMPLEMENTATION
        started = project.service_start or project.contract_signed
        yield project.dates_in_doubt, "The recorded end of the service lies before its start."
        yield (
            in_progress and is_before(project.service_end, self.today),
            f"The stage is recorded as implementation, but the service was to end in {self._end}.",
        )
        is_old = bool(started) and int(started[:4]) <= year - LONGEST_WITHOUT_AN_END
        yield (
            in_progress and not project.service_end and is_old,
            f"The stage is recorded as implementation since {started[:4]}, and no end is recorded.",
        )
        yield (
            self.has_backers_of_a_fund,
            "Several investors' names stand in the same order on many records. They may be backers of one fund.",
        )

    @property
    def _end(self) -> str:
        return in_words(self.project.service_end) if self.project.service_end else ""

    @cached_property
    def has_backers_of_a_fund(self) -> bool:
        parties = self.project.parts("parties")
        names = {party.organisation.name for party in parties if party.role == Role.INVESTOR}
        return len(names.intersection(BACKERS)) >= FEWEST_BACKERS

    # --- how to name it
    @property
    def citation(self) -> str:
        number = f", {self.project.indigo_id}" if self.project.indigo_id else ""
        return f"{ATTRIBUTION}. “{self.project.name}”{number}. {self.project.full_url}"

    @property
    def last_changed(self) -> date | None:
        moment = self.project.last_published_at
        return timezone.localtime(moment).date() if moment else None


def _each_once(parties: Iterable[ProjectParty]) -> list[ProjectParty]:
    """An organisation that invests twice is one investor."""
    return list({party.organisation.pk: party for party in parties}.values())


_MISSED = (Role.PAYER.label, Role.PROVIDER.label, Role.EVALUATOR.label)
