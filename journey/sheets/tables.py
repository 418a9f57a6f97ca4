"""A table with rows to fill, as one field of a form: cells are called `<field>-<row>-<column>`."""

import re
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError

from journey.sheets.defined import Column
from journey.sheets.numbers import as_number

MOST_ROWS, LONGEST_CELL, BLANK_ROWS = 40, 500, 2
Rows = list[list[str]]


class TableWidget(forms.Widget):
    """Rows of inputs, with blank ones at the end; emptied rows go at the next save."""

    template_name = "journey/sheet_table.html"
    use_fieldset = True

    def __init__(self, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self.columns = columns

    def value_from_datadict(self, data: Mapping, files: Mapping, name: str) -> Rows:
        cell = re.compile(rf"{re.escape(name)}-(\d{{1,3}})-(\d)")
        found: dict[int, list[str]] = {}
        for sent in data:
            match = cell.fullmatch(sent)
            if match and int(match[2]) < len(self.columns):
                row = found.setdefault(int(match[1]), [""] * len(self.columns))
                row[int(match[2])] = data.get(sent, "").strip()
        return [found[number] for number in sorted(found)]

    def value_omitted_from_data(self, data: Mapping, files: Mapping, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Rows | None, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        filled = [row for row in value or [] if any(row)]
        blank = [[""] * len(self.columns)] * min(BLANK_ROWS, MOST_ROWS - len(filled))
        rows = [
            {
                "number": number,
                "cells": [
                    (f"{name}-{number}-{place}", text, column, LONGEST_CELL)
                    for place, (text, column) in enumerate(zip(row, self.columns, strict=False))
                ],
            }
            for number, row in enumerate([*filled, *blank])
        ]
        return {**context, "columns": self.columns, "rows": rows, "name": name}


class TableField(forms.Field):
    """Cleans to rows of texts, without empty ones. Cells of figures hold figures."""

    def __init__(self, *, columns: tuple[Column, ...], **kwargs) -> None:
        super().__init__(widget=TableWidget(columns), **kwargs)
        self.columns = columns

    def clean(self, value: Rows) -> Rows:
        rows = [row for row in value if any(row)]
        if len(rows) > MOST_ROWS:
            raise ValidationError(f"There is room for {MOST_ROWS} rows. Put some of them together.")
        return [[self._cell(text, place, number) for place, text in enumerate(row)]
                for number, row in enumerate(rows, 1)]  # fmt: skip

    def _cell(self, text: str, place: int, number: int) -> str:
        column = self.columns[place]
        where = f"Row {number}, {column.label}"
        if len(text) > LONGEST_CELL:
            raise ValidationError(f"{where}: there is room for {LONGEST_CELL} characters. Shorten it.")
        if not text or column.kind == "text":
            return text
        figure = as_number(text)
        if figure is None:
            raise ValidationError(f"{where}: write a number, such as 1,200. You wrote “{text[:40]}”.")
        return figure

    def has_changed(self, initial: Rows | None, data: Rows) -> bool:
        return [row for row in data if any(row)] != (initial or [])
