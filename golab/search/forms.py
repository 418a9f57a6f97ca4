"""The query string of the search page."""

import re

from django import forms

from golab.search.results import Filters
from golab.search.text import LONGEST_QUESTION, readable

_SLUG = re.compile(r"[\w-]{1,80}")
MOST_VALUES = 20


class SlugsField(forms.MultipleChoiceField):
    """Repeated values; what cannot be a slug is passed over, since nothing has it."""

    def clean(self, value: list[str] | None) -> tuple[str, ...]:
        values = dict.fromkeys(value or [])
        return tuple(each for each in values if _SLUG.fullmatch(each) and "\0" not in each)[:MOST_VALUES]


class SearchForm(forms.Form):
    """Any text is a question; a filter that makes no sense filters nothing."""

    q = forms.CharField(required=False, strip=True, label="Search everything")
    kind = SlugsField(required=False)
    area = SlugsField(required=False)
    stage = SlugsField(required=False)
    country = SlugsField(required=False)
    year = SlugsField(required=False)
    page = forms.CharField(required=False)

    def __init__(self, query) -> None:
        given = query.copy()
        given["q"] = readable(given.get("q", "")[:LONGEST_QUESTION])
        given["page"] = readable(given.get("page", ""))
        super().__init__(given)

    def clean_page(self) -> int:
        page = self.cleaned_data["page"]
        return int(page) if re.fullmatch(r"[0-9]{1,4}", page) else 1

    @property
    def filters(self) -> Filters:
        """What was chosen; the form must be valid, as it always is."""
        chosen = self.cleaned_data
        return Filters(
            kinds=chosen["kind"],
            areas=chosen["area"],
            stages=chosen["stage"],
            countries=chosen["country"],
            years=tuple(int(year) for year in chosen["year"] if re.fullmatch(r"[12][0-9]{3}", year)),
        )
