"""From the lines of the rate cards' file to cards. Nothing here asks the database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import groupby

from django.core.exceptions import ValidationError

from golab.contentfiles import read_yaml
from golab.imports.registry import Row, Values
from sibdb.money import check_currency

REQUIRED = ("programme", "round_or_project", "sort_order", "outcome", "price", "currency", "source")
Numbered = tuple[int, dict[str, str]]  # a line of the file and its number


def rows_of(numbered: Iterable[Numbered]) -> Iterator[Row]:
    """A row for each card: its lines stand together in the file."""
    for (programme, name), lines in groupby(numbered, key=lambda line: _card_of(line[1])):
        yield _row(programme, name, list(lines))


def _card_of(record: Mapping[str, str]) -> tuple[str, str]:
    return record["programme"], record["round_or_project"]


def _row(programme: str, name: str, lines: Sequence[Numbered]) -> Row:
    errors = [f"Line {number}: {mistake}" for number, record in lines for mistake in _mistakes(record)]
    if not (programme and name):
        errors.append("Give the programme, and the round or project.")
    values = {} if errors else values_of(programme, name, [record for _, record in lines])
    key = f"{programme} / {name}"
    return Row(line=lines[0][0], key=key[:300], label=key[:300], values=values, errors=errors)


def _mistakes(record: Mapping[str, str]) -> Iterator[str]:
    if not record["sort_order"].isdigit():
        yield f"The sort_order {record['sort_order']!r} is not a whole number."
    if record["price"] and _price(record["price"]) is None:
        yield f"The price {record['price']!r} is not an amount above 0."
    if not record["source"]:
        yield "No price goes without a source."
    try:
        check_currency(record["currency"])
    except ValidationError as error:
        yield " ".join(error.messages)


def values_of(programme: str, name: str, records: Sequence[Mapping[str, str]]) -> Values:
    """A card with its lines as JSON has them, with what we know of its prices."""
    notes = price_notes().get(f"{programme} / {name}", {})
    first = records[0]
    return {
        "programme": programme,
        "name": notes.get("name", name),
        "cap": notes.get("cap", first.get("cap", "")),
        "caveat": notes.get("caveat", ""),
        "price_year": notes.get("price_year"),
        "source": first["source"],
        "project": first.get("indigo_id", ""),
        "is_of_one_project": notes.get("is_of_one_project", False),
        "lines": [_line(record, notes) for record in records],
    }


def _line(record: Mapping[str, str], notes: Mapping) -> Values:
    ours = outcome_names().get(record["outcome"], {})
    quality, caveat = _doubt(record, notes)
    name = ours.get("name", record["outcome"])[:200]
    wording = record.get("definition") or record["outcome"]
    return {
        "number": int(record["sort_order"]),
        "outcome": name,
        "definition": "" if wording == name else wording,
        "kind": ours.get("kind", "not-described"),
        "price": f"{_price(record['price']):.2f}" if record["price"] else None,
        "currency": record["currency"],
        "unit": notes.get("unit", record.get("unit", "")),
        "quality": quality,
        "caveat": caveat,
    }


def _doubt(record: Mapping[str, str], notes: Mapping) -> tuple[str, str]:
    """How far the price can be trusted and why not: as we say it, else as the file does."""
    number = int(record["sort_order"])
    for quality, group in (("doubtful", "doubtful"), ("caveat", "caveats")):
        for doubt in notes.get(group, ()):
            if number in doubt["lines"]:
                return quality, doubt["text"]
    said = "" if notes else record.get("caveat", "")
    if not said:
        return "plain", ""
    return ("doubtful" if said.startswith("CHECK") else "caveat"), said


def _price(text: str) -> Decimal | None:
    try:
        price = Decimal(text)
    except InvalidOperation:
        return None
    return price if price.is_finite() and 0 < price < 10**10 else None


@cache
def price_notes() -> dict[str, dict]:
    """What readers must know of each card's prices, by programme and card."""
    return read_yaml("projects/price-notes.yaml")


@cache
def outcome_names() -> dict[str, dict]:
    """Short names and kinds of outcomes, by the words of the file."""
    return read_yaml("projects/outcome-names.yaml")
