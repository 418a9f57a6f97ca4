"""A column of a public table, told by the field of the model that it is read from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, When
from django.db.models.expressions import Combinable

from sibdb.dates import IMPRECISE, check_date
from sibdb.models.part import Status

SHOWN = (Status.PUBLIC, Status.DISPUTED)
LIST = "list"  # several texts: an array in JSON, joined by semicolons in CSV
DATE_PATTERN = IMPRECISE
_TYPES: tuple[tuple[type[models.Field], str], ...] = (
    (ArrayField, LIST),
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.UUIDField, "uuid"),
    (models.IntegerField, "integer"),
    (models.DecimalField, "number"),
    (models.FloatField, "number"),
)


@dataclass(frozen=True, kw_only=True)
class DataColumn:
    """`source` is what the database is asked for; `to` names the table that the column points into."""

    name: str
    source: str | Combinable
    meaning: str
    type: str = "string"
    label: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    lowest: int | None = None
    is_required: bool = False
    is_unique: bool = False
    to: str = ""
    to_column: str = ""

    @property
    def heading(self) -> str:
        """As people read it."""
        return self.label or self.name.replace("_", " ").capitalize()


def told(model: type[models.Model], path: str, meaning: str = "", *, name: str = "", **kwargs: object) -> DataColumn:
    """A column of a field. Its type, codes and limits are the field's; so is its meaning, unless told here."""
    found = _field_at(model, path)
    base = found.base_field if isinstance(found, ArrayField) else found
    kwargs.setdefault("type", type_of(found))
    has_dates = check_date in base.validators
    known: dict = {
        "codes": {str(code): str(label) for code, label in base.flatchoices if code != ""},
        "pattern": DATE_PATTERN if has_dates else "",
        "lowest": 0 if isinstance(found, models.PositiveIntegerField | models.PositiveSmallIntegerField) else None,
        "label": _sentence(str(found.verbose_name)),
    }
    return DataColumn(
        name=name or path.replace("__", "_"),
        source=path,
        meaning=meaning or str(found.help_text),
        **{**known, **kwargs},
    )


def type_of(found: models.Field) -> str:
    """The type of a field, as the files name it."""
    return next((name for kind, name in _TYPES if isinstance(found, kind)), "string")


def computed(name: str, source: str | Combinable, meaning: str, **kwargs: object) -> DataColumn:
    """A column that is no field of its model."""
    return DataColumn(name=name, source=source, meaning=meaning, **kwargs)


def points_to(table: str, column: str, name: str, source: str, meaning: str, *, is_open: bool = False) -> DataColumn:
    """The permanent id of a row of another table. `is_open`: empty where readers may not know of that row."""
    value: str | Combinable = f"{source}__uuid"
    if is_open:
        value = Case(When(shown_organisation(source), then=f"{source}__uuid"))
    return DataColumn(name=name, source=value, meaning=meaning, type="uuid", to=table, to_column=column)


def shown_organisation(path: str) -> Q:
    """That readers may know of the organisation there, and that it was not merged into another."""
    return Q(**{f"{path}__status__in": SHOWN, f"{path}__merged_into__isnull": True})


def _field_at(model: type[models.Model], path: str) -> models.Field:
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
