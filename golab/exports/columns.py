"""A column of an export, and how values look in each format. Features know columns; this package knows formats."""

import json
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

# What a spreadsheet takes for a formula. Full-width forms count: some programs treat them alike.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
# Characters that XML 1.0 cannot hold in any form.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LIST_SEPARATOR = "; "
EXACT_IN_A_FLOAT = 10**15


@dataclass(frozen=True)
class Column:
    """`name` stands in files for machines (CSV, JSON), `label` in those for people (XLSX, ODS)."""

    name: str
    label: str
    value: Callable[[object], object]


def text_of(value: object) -> str:
    """Any value as text: dates by ISO 8601 (times in UTC), lists joined by semicolons, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (list, tuple, set, frozenset)):
        return _LIST_SEPARATOR.join(text_of(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(plain(value), ensure_ascii=False)
    return str(value)


def guarded(text: str) -> str:
    """Text that no spreadsheet runs as a formula: an apostrophe goes before it. `unguarded` takes it away again."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_STARTS) else text


def unguarded(text: str) -> str:
    """What was written, from a cell that `guarded` may have changed."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA_STARTS) else text


def is_number(value: object) -> bool:
    """Whether a spreadsheet can hold the value as a number without changing it."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return False
    if isinstance(value, int):
        return abs(value) < EXACT_IN_A_FLOAT
    return math.isfinite(value) and (isinstance(value, float) or _is_exact(value))


def for_xml(text: str) -> str:
    """Text without the control characters that no XML file may hold."""
    return _NOT_XML.sub("", text)


def plain(value: object) -> object:
    """A value as JSON has it: numbers where they stay exact, text otherwise."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return _plain_decimal(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, UUID):
        return [plain(item) for item in value]
    return text_of(value)


def _plain_decimal(value: Decimal) -> object:
    if not value.is_finite():
        return None
    if value == value.to_integral_value() and abs(value) < EXACT_IN_A_FLOAT:
        return int(value)
    return float(value) if _is_exact(value) else text_of(value)


def _is_exact(value: Decimal) -> bool:
    return value.is_finite() and Decimal(repr(float(value))) == value


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("A time without a zone is no moment: give an aware datetime.")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
