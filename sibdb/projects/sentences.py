"""Sentences made of a project's facts, for projects that nobody has summarised yet. Nothing here asks the database
for more than the parts of the project."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sibdb.dates import in_words

if TYPE_CHECKING:
    from sibdb.models import Project, ProjectParty

MOST_NAMES = 2  # of places and of organisations; the rest is counted
MOST_LETTERS = 160
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TAKE_AN_ARTICLE = (
    "Department ",
    "Ministry ",
    "Cabinet Office",
    "City of ",
    "London Borough ",
    "Royal Borough ",
    "State of ",
)
# How a country is called where a sentence needs it short.
SHORT_COUNTRIES = {"GB": "UK", "US": "USA"}
OTHER_NAMES = {"GB": ("UK", "United Kingdom", "Great Britain"), "US": ("USA", "United States", "US")}


def shown(parts: Iterable) -> list:
    """The parts that may leave the CMS."""
    return [part for part in parts if not part.is_private]


def in_role(project: "Project", role: str) -> list["ProjectParty"]:
    """The organisations in a role that readers may know of, in order, each once."""
    parties = {party.organisation_id: party for party in shown(project.parties.all()) if party.role == role}
    return list(parties.values())


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def some_of(names: Sequence[str], noun: str = "other") -> str:
    """The first names, and how many more there are: "Shelter, The Brick and two others"."""
    if len(names) <= MOST_NAMES + 1:
        return listed(names)
    more = len(names) - MOST_NAMES
    return listed([*names[:MOST_NAMES], f"{in_letters(more)} {noun}s"])


def in_letters(number: int) -> str:
    """Numbers below ten as words."""
    return SMALL[number] if number < len(SMALL) else f"{number:,}"


def place_of(project: "Project") -> str:
    """Where it is, in a line: places and, unless they name it, the country."""
    places = [location.name for location in shown(project.locations.all())]
    line = places[0] if len(places) == 1 else some_of(places, "other place")
    if len(line) > MOST_LETTERS:
        line = f"{in_letters(len(places)).capitalize()} places" if len(places) > 1 else f"{line[:MOST_LETTERS]}…"
    countries = [country for country in project.countries.all() if not _names(line, country)]
    return ", ".join(filter(None, [line, listed([_short(country) for country in countries])]))


def parties_in_words(project: "Project") -> str:
    """Every organisation and fund by name, for search."""
    names = [party.organisation.name for party in shown(project.parties.all())]
    return "; ".join(dict.fromkeys([*names, *(fund.name for fund in shown(project.funds.all()))]))


def sentences_of(project: "Project") -> str:
    """Two or three sentences: what it is and where, who delivers and who pays, when it began."""
    return " ".join(filter(None, [_what(project), _who(project), _when(project)]))


def _what(project: "Project") -> str:
    area = str(project.policy_area).lower()
    article = "An" if area[:1] in "aeiou" else "A"
    where = f" in {place}" if (place := project.place_line or place_of(project)) else ""
    return f"{article} {area} project{where}{_for_how_many(project)}."


def _for_how_many(project: "Project") -> str:
    number, unit = project.people, project.unit or "people"
    if number is None:
        return ""
    if number == 1:
        unit = project.unit or "person"
    planned = "planned " if project.cohort_actual is None else ""
    return f", {planned}for {number:,} {unit}"


def _who(project: "Project") -> str:
    is_over, clauses = project.is_complete, []
    providers = _names_of(project, "provider")
    payers = _names_of(project, "payer")
    if providers:
        verb = "delivered" if is_over else "delivers" if len(providers) == 1 else "deliver"
        clauses.append(f"{some_of(providers)} {verb} the service")
    if payers:
        verb = "paid" if is_over else "pays" if len(payers) == 1 else "pay"
        clauses.append(f"{some_of(payers)} {verb} for outcomes")
    text = ", and ".join(clauses)
    return f"{text[0].upper()}{text[1:]}{_up_to(project)}." if clauses else ""


def _up_to(project: "Project") -> str:
    most = next((amount for amount in shown(project.amounts.all()) if amount.kind == "maximum"), None)
    return f", up to {most.in_words}" if most and most.exact is not None and _names_of(project, "payer") else ""


def _when(project: "Project") -> str:
    if project.service_start:
        return f"The service began in {in_words(project.service_start)}."
    return f"The contract was signed in {in_words(project.contract_signed)}." if project.contract_signed else ""


def _names_of(project: "Project", role: str) -> list[str]:
    return [_with_article(party.organisation.name) for party in in_role(project, role)]


def _with_article(name: str) -> str:
    return f"the {name}" if name.startswith(TAKE_AN_ARTICLE) else name


def _names(line: str, country) -> bool:
    """Whether the line says the country already, as a word."""
    words = {word.strip(",.()") for word in line.split()}
    others = OTHER_NAMES.get(country.code, ())
    return country.name in line or any(name in (words if len(name) < 4 else line) for name in others)


def _short(country) -> str:
    return SHORT_COUNTRIES.get(country.code, country.name)
