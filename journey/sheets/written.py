"""What was filled in, written out: for pages, files and paper."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format

from journey.sheets.defined import Field, Sheet, worksheets
from journey.sheets.kept import DECISION, WORKSHEET, AccountSheets, Kept, SessionSheets
from journey.sheets.numbers import shown


@dataclass(frozen=True)
class WrittenField:
    """An answer in words; of a table `columns` and `rows` instead."""

    label: str
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    put_aside: tuple[str, ...] = ()

    @property
    def as_text(self) -> str:
        """In one text; the rows of a table a line each."""
        return self.text or "\n".join("; ".join(filter(None, row)) for row in self.rows)


@dataclass(frozen=True)
class WrittenSheet:
    """A worksheet on which something stands."""

    title: str
    url: str
    step_key: str
    updated_at: datetime | None
    fields: tuple[WrittenField, ...]
    sources: tuple[dict, ...]
    field_count: int


@dataclass(frozen=True)
class WrittenDecision:
    """A result of the decision aid that was kept."""

    key: str
    heading: str
    title: str
    url: str
    kept_at: datetime | None
    reasons_for: tuple[dict, ...]
    reasons_against: tuple[dict, ...]
    find_out: tuple[str, ...]

    @property
    def evidence(self) -> list[dict]:
        """The sources of all reasons, each once."""
        by_title = {one["title"]: one for reason in (*self.reasons_against, *self.reasons_for)
                    for one in reason["evidence"]}  # fmt: skip
        return list(by_title.values())


@dataclass(frozen=True)
class Written:
    """Everything that a reader filled in and kept."""

    sheets: tuple[WrittenSheet, ...] = ()
    decisions: tuple[WrittenDecision, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sheets or self.decisions)

    @property
    def by_url(self) -> dict[str, WrittenSheet]:
        """The worksheets by the address at which they are filled in."""
        return {sheet.url: sheet for sheet in self.sheets}

    @classmethod
    def from_data(cls, data: Mapping) -> "Written":
        """From what `as_data` gave, as JSON brings it back; nothing where an older hub kept none."""
        sheets = [_again(WrittenSheet, one, fields=_fields_again) for one in data.get("worksheets", [])]
        decisions = [_again(WrittenDecision, one) for one in data.get("decisions", [])]
        return cls(tuple(sheets), tuple(decisions))

    def as_data(self) -> dict:
        """For JSON; moments as text."""
        return {
            "worksheets": [_data(sheet) for sheet in self.sheets],
            "decisions": [_data(decision) for decision in self.decisions],
        }


def written_of(store: SessionSheets | AccountSheets) -> Written:
    """All worksheets with answers in the order of the business case, then the results, newest first. Two queries."""
    kept, decisions = store.load(WORKSHEET), store.load(DECISION)
    sheets = [_sheet(sheet, kept[sheet.key]) for sheet in worksheets.get().sheets if sheet.key in kept] if kept else []
    results = [_decision(key, result) for key, result in decisions.items()]
    results.sort(key=lambda result: result.kept_at, reverse=True)
    return Written(tuple(sheet for sheet in sheets if sheet.fields), tuple(results))


def _sheet(sheet: Sheet, kept: Kept) -> WrittenSheet:
    fields = [_field(field, kept) for field in sheet.fields if kept.fields.get(field.key)]
    return WrittenSheet(
        sheet.title,
        sheet.url,
        sheet.step_key,
        kept.updated_at,
        tuple(fields),
        tuple(map(asdict, sheet.sources)),
        len(sheet.fields),
    )


def _field(field: Field, kept: Kept) -> WrittenField:
    value = kept.fields[field.key]
    aside = tuple(in_words(field, other) for other in kept.earlier.get(field.key, []))
    if not isinstance(value, list):
        return WrittenField(field.label, in_words(field, value), put_aside=aside)
    kinds = [column.kind for column in field.columns]
    rows = tuple(tuple(shown(kind, text) for kind, text in zip(kinds, row, strict=False)) for row in value)
    return WrittenField(field.label, "", tuple(column.label for column in field.columns), rows, aside)


def in_words(field: Field, value: object) -> str:
    """An answer as readers write it."""
    if isinstance(value, list):
        return "; ".join(" ".join(filter(None, row)) for row in value)
    if field.kind == "date" and (day := parse_date(value)):
        return date_format(day, "j F Y")
    return shown(field.kind, value)


def _decision(key: str, kept: Kept) -> WrittenDecision:
    values: Mapping = kept.values
    return WrittenDecision(
        key,
        values["heading"],
        values["title"],
        values["url"],
        kept.updated_at,
        tuple(values["for"]),
        tuple(values["against"]),
        tuple(values["find_out"]),
    )


def _data(written: WrittenSheet | WrittenDecision) -> dict:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(written).items()}


def _again(kind: type, data: dict, **readers: Callable) -> WrittenSheet | WrittenDecision:
    """A record from its data: lists become tuples, the moment is read, and `readers` read what needs more."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    moment = next(name for name in ("updated_at", "kept_at") if name in values)
    values[moment] = parse_datetime(values[moment])
    return kind(**{**values, **{name: read(data[name]) for name, read in readers.items()}})


def _fields_again(fields: list[dict]) -> tuple[WrittenField, ...]:
    return tuple(WrittenField(**{**field, "rows": tuple(map(tuple, field["rows"]))}) for field in fields)
