"""From a line of the projects' file to values. Nothing here asks the database."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from golab.imports.registry import Row, Values
from golab.taxonomy.terms import ENGLISH_REGIONS, NATIONS, POLICY_AREAS
from sibdb.dates import check_date
from sibdb.models import Project
from sibdb.models.project import PROJECT_ID
from sibdb.money import check_currency

REQUIRED = ("indigo_id", "name", "country_codes", "policy_sector", "stage")
DATES = ("contract_signed", "service_start", "service_end")
COUNTS = {"target_cohort": "cohort_target", "actual_cohort": "cohort_actual", "n_outcome_metrics": "outcomes_counted"}
ROLES = {
    "outcome_payers": "payer",
    "service_providers": "provider",
    "investors": "investor",
    "intermediaries": "intermediary",
}
# The file's columns for each kind of amount: currency, exact, lowest, highest.
AMOUNTS = {
    "investment": ("capital_currency", "capital_raised", "capital_min", "capital_max"),
    "maximum": ("max_outcome_payment_currency", "max_outcome_payment", "", ""),
    "paid": ("max_outcome_payment_currency", "outcome_payments_made", "", ""),
}
STAGES = {stage.label: stage.value for stage in Project.Stage}
# As the file calls them, and as the Office for National Statistics does.
PLACES = {"Yorkshire and the Humber": "Yorkshire and The Humber"}
UK_PLACES = frozenset([*NATIONS.values(), *ENGLISH_REGIONS.values()])
LONGEST_PART = 300
LONGEST_NAME = 150  # letters of an outcome in the file: it cuts what is longer
_METRIC_NUMBER = re.compile(r"^Metric \d+: ")
_SENTENCE = re.compile(r"^(.{12,}?[^.\d(])\. (?=[A-Z‘“'\"(])")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_BEFORE_SOURCES = re.compile(r"^INDIGO Impact Bond Dataset.*?; its cited sources: ", re.DOTALL)


def row_of(line: int, record: Mapping[str, str]) -> Row:
    """A record of the file as an importer's row; what is wrong with it is said in its errors."""
    errors = [f"The column {name} is empty." for name in REQUIRED if not record[name]] or list(_mistakes(record))
    values = {} if errors else values_of(record)
    return Row(line=line, key=record["indigo_id"], label=record["name"][:300], values=values, errors=errors)


def _mistakes(record: Mapping[str, str]) -> Iterator[str]:
    if not re.match(PROJECT_ID, record["indigo_id"]):
        yield f"{record['indigo_id']!r} is not an id of INDIGO, such as INDIGO-POJ-0154."
    if record["policy_sector"] not in POLICY_AREAS.values():
        yield f"{record['policy_sector']!r} is not a policy area of the hub."
    if record["stage"] not in STAGES:
        yield f"{record['stage']!r} is not a stage of development: {', '.join(STAGES)}."
    for name in DATES:
        if not _passes(check_date, record.get(name, "")):
            yield f"The {name} {record[name]!r} is not a year, a month or a day."
    for name in COUNTS:
        if not record.get(name, "").isdigit() and record.get(name):
            yield f"The {name} {record[name]!r} is not a whole number."
    yield from _mistakes_of_money(record)


def _mistakes_of_money(record: Mapping[str, str]) -> Iterator[str]:
    for kind, (currency, *columns) in AMOUNTS.items():
        given = [name for name in columns if name and record.get(name)]
        for name in given:
            if _amount(record[name]) is None:
                yield f"The {name} {record[name]!r} is not an amount."
        if given and not _currency_of(kind, record):
            yield f"The {given[0]} has no currency."
        if not _passes(check_currency, record.get(currency, "")):
            yield f"The {currency} {record[currency]!r} is not a currency of ISO 4217."


def _passes(check, text: str) -> bool:
    try:
        return not text or check(text) is None
    except ValidationError:
        return False


def values_of(record: Mapping[str, str]) -> Values:
    """A record's values as JSON has them."""
    dates = {name: record.get(name, "") for name in DATES}
    return {
        "name": record["name"],
        "alternative_names": record.get("alternative_names", ""),
        "countries": sorted(_parts(record["country_codes"])),
        "regions": regions_of(record.get("region", "")),
        "locations": locations_of(record),
        "policy_area": record["policy_sector"],
        "stage": STAGES[record["stage"]],
        **dates,
        "dates_in_doubt": _ends_before_it_starts(**dates),
        **{name: int(record[column]) if record.get(column) else None for column, name in COUNTS.items()},
        "parties": [[role, name] for column, role in ROLES.items() for name in _parts(record.get(column, ""))],
        "funds": sorted(_parts(record.get("outcome_fund", ""))),
        "amounts": amounts_of(record),
        "outcomes": outcomes_of(record.get("outcome_metrics", "")),
        "sources": sources_of(record.get("source", "")),
        "basis": basis_of(record),
    }


def _parts(text: str, between: str = ";") -> list[str]:
    """The names in a cell, each once, in order."""
    return list(dict.fromkeys(name[:LONGEST_PART] for part in text.split(between) if (name := part.strip())))


def _ends_before_it_starts(service_start: str, service_end: str, **_: str) -> bool:
    return bool(service_end) and service_end < service_start and not service_start.startswith(service_end)


def regions_of(text: str) -> list[str]:
    """The nations and regions of the UK among the names; "National (GB)" is none."""
    return sorted(name for part in _parts(text, "/") if (name := PLACES.get(part, part)) in UK_PLACES)


def locations_of(record: Mapping[str, str]) -> list[list]:
    """Name, latitude and longitude; the file has coordinates for the first place only."""
    names = [name[:200] for name in _parts(record.get("delivery_locations", ""))]
    has_point = bool(record.get("lat") and record.get("lng"))
    points = [[float(record["lat"]), float(record["lng"])]] if has_point else []
    return [[name, *(points[place] if place < len(points) else (None, None))] for place, name in enumerate(names)]


def amounts_of(record: Mapping[str, str]) -> list[list]:
    """Kind, currency, exact, lowest and highest, as text with two decimals. An exact amount wins over a range."""
    found = []
    for kind, (_, *columns) in AMOUNTS.items():
        exact, lowest, highest = (record.get(name, "") if name else "" for name in columns)
        if exact or lowest or highest:
            values = (exact, "", "") if exact else ("", lowest, highest)
            found.append([kind, _currency_of(kind, record), *(_two_decimals(value) for value in values)])
    return found


def _currency_of(kind: str, record: Mapping[str, str]) -> str:
    """What was paid has no currency of its own in the file: it is that of the contract, else that of the investment."""
    currency = record.get(AMOUNTS[kind][0], "")
    return currency or (record.get(AMOUNTS["investment"][0], "") if kind == "paid" else "")


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < 10**16 else None


def _two_decimals(text: str) -> str | None:
    return f"{_amount(text):.2f}" if text else None


def outcomes_of(text: str) -> list[str]:
    """Short names of outcomes: the first sentence, without its number; where the file cuts it off, an ellipsis."""
    return list(dict.fromkeys(_outcome(part.strip()) for part in text.split(" | ") if part.strip()))


def _outcome(text: str) -> str:
    is_cut = len(text) >= LONGEST_NAME - 1
    bare = _METRIC_NUMBER.sub("", text)
    if sentence := _SENTENCE.match(bare):
        return sentence[1]
    return f"{bare.rsplit(' ', 1)[0].rstrip(' ,;:(-')}…" if is_cut else bare.rstrip(".")


def short_name(definition: str, longest: int) -> str:
    """A short name of an outcome: the first sentence of its definition, or as many words of it as there is room for."""
    bare = " ".join(_METRIC_NUMBER.sub("", definition).split())
    sentence = _SENTENCE.match(bare)
    name = sentence[1] if sentence else bare.rstrip(".") or definition
    return name if len(name) <= longest else f"{name[: longest - 1].rsplit(' ', 1)[0].rstrip(' ,;:(-')}…"


def sources_of(text: str) -> list[list[str]]:
    """Title and address of each source that the record cites."""
    listed = dict.fromkeys(part.strip(" ;") for part in _BEFORE_SOURCES.sub("", text).split(" ; "))
    return [_source(part) for part in listed if part]


def _source(text: str) -> list[str]:
    found = _ADDRESS.search(text)
    if not found:
        return [text[:600], ""]
    url = found[0].rstrip(".,;)")
    title = " ".join(text.replace(found[0].rstrip(".,;"), " ").split()).strip(" ,;:-").rstrip(" .")
    title = re.sub(r"\s*[(,]?\s*(?:accessed|available)?\s*(?:at|from)?:?$", "", title, flags=re.IGNORECASE).rstrip(
        " ,("
    )
    return [(title or url)[:600], url[:1000]]


def basis_of(record: Mapping[str, str]) -> str:
    """What colleagues should know of the facts: how sure the compilers were, and their notes."""
    confidence = f"Confidence of the compilers: {record['confidence']}." if record.get("confidence") else ""
    return " ".join(filter(None, [confidence, record.get("notes", "")]))[:1500]
