"""Between rows of the database and values. Organisations and policy areas stand in values by their ids and names."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache, cached_property

from django.db import models

from golab.imports.registry import ImportRowError, Values
from golab.taxonomy.models import PolicyArea
from sibdb.indigo.cells import EXTRA
from sibdb.indigo.codecs import plain
from sibdb.indigo.records import HEADS
from sibdb.models import Organisation, OutcomesFund

STATUS = ("status", "status_note")
_OURS = {"id", "project", "organisation_ptr", "sort_order", "indigo_extra"}


class Names:
    """Ids and names of what rows point at, asked for once for a batch of records."""

    def __init__(self) -> None:
        rows = list(Organisation.objects.values_list("pk", "indigo_id", "merged_into"))
        self.organisation_of = {pk: indigo_id or f"#{pk}" for pk, indigo_id, _ in rows}
        # A file that names one which was merged means the one that it became.
        self.organisation_pk = {self.organisation_of[pk]: became or pk for pk, _, became in rows}
        self.area_of = dict(PolicyArea.objects.values_list("pk", "name"))
        self.area_pk = {name: pk for pk, name in self.area_of.items()}

    @cached_property
    def fund_of(self) -> dict[str, str]:
        """Of each fund, how values named it before it had an id, and how they do now."""
        return {_without_an_id(fund): fund_key(fund) for fund in OutcomesFund.objects.only("indigo_id")}

    def out(self, field: models.Field, value: object) -> object:
        """A field's value as JSON has it; None for nothing."""
        if value in (None, "", []):
            return None
        if isinstance(value, Decimal):
            return plain(value)
        if field.related_model is Organisation:
            return self.organisation_of.get(value, f"#{value}")
        return self.area_of[value] if field.related_model is PolicyArea else value

    def into(self, field: models.Field, value: object) -> object:
        """The way back. Raises ImportRowError for an organisation or a policy area that is not there."""
        if value is None:
            return field.get_default() if not field.is_relation else None
        if field.related_model is Organisation and str(value).startswith("#"):  # one without an id of INDIGO
            return int(value[1:])
        known = {Organisation: self.organisation_pk, PolicyArea: self.area_pk}.get(field.related_model)
        if known is None:
            return field.to_python(value) if isinstance(field, models.DecimalField) else value
        if value not in known:
            raise ImportRowError(f"{value} is not there. Import its file too, or add it first.")
        return known[value]


def fund_key(fund: OutcomesFund) -> str:
    """How values name a fund."""
    return fund.indigo_id or _without_an_id(fund)


def _without_an_id(fund: OutcomesFund) -> str:
    return f"fund #{fund.pk}"  # a bare number is an organisation


def renamed(value: object, names: Names) -> object:
    """Values with the ids that organisations and funds have now in the place of the numbers that they had without."""
    if isinstance(value, dict):
        found = {key: renamed(each, names) for key, each in value.items()}
        if value.get("funds"):
            found["funds"] = sorted(names.fund_of.get(fund, fund) for fund in value["funds"])
        return found
    if isinstance(value, list):
        return [renamed(each, names) for each in value]
    is_number = isinstance(value, str) and value.startswith("#") and value[1:].isdigit()
    return names.organisation_of.get(int(value[1:]), value) if is_number else value


@cache
def mapped_fields(kind: str, part: str = "") -> tuple[str, ...]:
    """The fields of a record, or of a kind of its parts, that files bring."""
    head = next(head for head in HEADS if head.kind == kind)
    if not part:
        return tuple(dict.fromkeys(column.field for column in head.columns if "." not in column.field))
    tables = [table for table in head.tables if table.part == part]
    names = [name for table in tables for name in (*table.constants, *(column.field for column in table.columns))]
    return tuple(dict.fromkeys([*names, *(["groups"] if part == "sources" and kind == "project" else [])]))


def row_values(row: models.Model, fields: Sequence[str], names: Names) -> Values:
    """A part as values, without what is empty."""
    found = {}
    for name in fields:
        field = row._meta.get_field(name)
        value = names.out(field, field.value_from_object(row))
        if value is not None:
            found[name] = value
    if getattr(row, "status", "public") != "public":
        found |= {name: value for name in STATUS if (value := getattr(row, name))}
    return found | ({EXTRA: row.indigo_extra} if getattr(row, "indigo_extra", None) else {})


def set_fields(row: models.Model, fields: Sequence[str], values: Values, names: Names) -> None:
    """Set those fields that `values` has."""
    for name in fields:
        if name in values:
            field = row._meta.get_field(name)
            setattr(row, field.attname, names.into(field, values[name]))


def parts_from(
    model: type[models.Model], rows: Sequence[Values], old: Sequence[models.Model], fields: Sequence[str], names: Names
) -> list[models.Model]:
    """Parts made of values, in order. What files do not bring (a status, above all) stays from the row that it was."""
    left = [(row, row_values(row, fields, names)) for row in old]
    same, instead = matched(rows, left)
    kept = [
        field for field in model._meta.concrete_fields if field.name not in {*fields, *_OURS} and not field.generated
    ]
    statuses = [field for field in kept if field.name.startswith("status")]
    made = []
    for place, values in enumerate(rows):
        part = model(sort_order=place)
        was = same.get(place) or instead.get(place)
        for field in kept if place in same else statuses if was else ():
            setattr(part, field.attname, getattr(was, field.attname))
        for name in fields:
            field = model._meta.get_field(name)
            setattr(part, field.attname, names.into(field, values.get(name)))
        for name in set(STATUS).intersection(values):
            setattr(part, name, values[name])
        if hasattr(part, "indigo_extra"):
            part.indigo_extra = values.get(EXTRA, {})
        made.append(part)
    return made


def matched(
    rows: Sequence[Values], old: Sequence[tuple[object, Values]]
) -> tuple[dict[int, object], dict[int, object]]:
    """Which old row (with its values) each new one is: that with its id, else an equal one. Then the next that nobody
    else is stands instead: what was private there stays so.
    """
    same: dict[int, object] = {}
    left = list(old)
    for is_same in (_has_its_id, _is_equal):
        for place, values in enumerate(rows):
            match = next((index for index, (_, was) in enumerate(left) if is_same(values, was)), None)
            if place not in same and match is not None:
                same[place] = left.pop(match)[0]
    others = [place for place in range(len(rows)) if place not in same]
    return same, {place: row for place, (row, _) in zip(others, left, strict=False)}


def _is_equal(new: Values, was: Values) -> bool:
    return {**was, **new} == was and {name for name in was if name not in new} <= set(STATUS)


def _has_its_id(new: Values, was: Values) -> bool:
    return bool(new.get("ref")) and all(new.get(name) == was.get(name) for name in ("ref", "role", "organisation"))
