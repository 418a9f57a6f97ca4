from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golab.exports.columns import for_xml, guarded, is_number, plain, text_of, unguarded


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "'=1", "''@x"])
def test_text_that_looks_like_a_formula_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "plain", "1", "it's", "'quoted'", "a=b", " spaced"])
def test_plain_text_is_left_alone(text):
    assert guarded(text) == text


@given(st.text())
def test_guarding_loses_nothing(text):
    assert unguarded(guarded(text)) == text


@given(st.text(alphabet="'=+-@ \t\r\nab＝"))
def test_guarding_loses_nothing_near_formulas(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple("=+-@\t\r\n＝"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-5, "-5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("12.50"), "12.50"),
        (date(2026, 11, 9), "2026-11-09"),
        (datetime(2026, 6, 9, 10, 30, tzinfo=timezone(timedelta(hours=1))), "2026-06-09T09:30:00Z"),
        (["Health", "Education"], "Health; Education"),
        ({"a": Decimal("1.5")}, '{"a": 1.5}'),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_values_as_text(value, text):
    assert text_of(value) == text


def test_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        text_of(datetime(2026, 11, 9, 10, 30))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, True), (-1.5, True), (Decimal("2380000.01"), True), (10**15, False), (float("nan"), False)]
    + [(Decimal("0.12345678901234567890"), False), (Decimal("Infinity"), False), (True, False), ("1", False)],
)
def test_numbers_are_those_that_a_spreadsheet_keeps_exactly(value, expected):
    assert is_number(value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("3.00"), 3),
        (Decimal("3.25"), 3.25),
        (Decimal("0.12345678901234567890"), "0.12345678901234567890"),
        (Decimal("NaN"), None),
        (float("inf"), None),
        (datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01T00:00:00Z"),
        (("a", None, Decimal(1)), ["a", None, 1]),
        ({1: {"b": date(2026, 1, 1)}}, {"1": {"b": "2026-01-01"}}),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_values_as_json_has_them(value, expected):
    assert plain(value) == expected


def test_control_characters_leave_xml():
    assert for_xml("a\0b\x0bc\ud800d\n\te😀") == "abcd\n\te😀"
