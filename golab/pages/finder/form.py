"""The question in a query string, read politely: what makes no sense is left out, and the rest is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import quote_plus

from django import forms
from django.http import QueryDict

from golab.pages.finder.facets import Facet, Option

LONGEST_QUESTION = 200
YEARS = (1000, 9999)
_quoted = lru_cache(maxsize=4096)(quote_plus)  # a page of a list has some twenty addresses of the same few values


class _Words(forms.CharField):
    def to_python(self, value: object) -> str:
        return super().to_python(value)[:LONGEST_QUESTION].strip()


class _Known(forms.Field):
    """Of the values sent, the options that they name, in the order in which they are offered.

    Not a choice field: that one makes its hundreds of choices anew for each request.
    """

    widget = forms.MultipleHiddenInput

    def __init__(self, offered: Sequence[Option]) -> None:
        super().__init__(required=False)
        self.offered = offered

    def clean(self, value: list[str] | None) -> tuple[Option, ...]:
        return tuple(option for option in self.offered if option.value in value) if value else ()


class FinderForm(forms.Form):
    """Every field may be missing or wrong; `Question.read` takes those that are right."""

    q = _Words(required=False)
    year_from = forms.IntegerField(required=False, min_value=YEARS[0], max_value=YEARS[1])
    year_to = forms.IntegerField(required=False, min_value=YEARS[0], max_value=YEARS[1])
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def __init__(
        self,
        params: QueryDict,
        *,
        options: Mapping[str, Sequence[Option]],
        sorts: Sequence[str],
        views: Sequence[str],
    ) -> None:
        super().__init__(params)
        for name, keys in (("sort", sorts), ("view", views)):
            self.fields[name] = forms.ChoiceField(required=False, choices=[(key, key) for key in keys])
        for key, offered in options.items():
            self.fields[key] = _Known(offered)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a reader asks of a list. It is the address, and the address is it."""

    words: str = ""
    chosen: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)  # by the key of the facet
    year_from: int | None = None
    year_to: int | None = None
    sort: str = ""
    view: str = ""
    page: int = 1

    @classmethod
    def read(
        cls,
        params: QueryDict,
        *,
        facets: Sequence[Facet],
        sorts: Sequence[str],
        views: Sequence[str],
        has_years: bool,
        has_words: bool,
    ) -> "Question":
        """From a query string. Repeated keys are OR; years in the wrong order are turned round."""
        options = {facet.key: tuple(facet.options()) for facet in facets if facet.key in params}
        form = FinderForm(params, options=options, sorts=sorts, views=views)
        form.is_valid()
        clean = form.cleaned_data
        years = [clean.get("year_from"), clean.get("year_to")] if has_years else [None, None]
        if None not in years:
            years.sort()
        return cls(
            words=(clean.get("q") or "") if has_words else "",
            chosen={key: picked for key in options if (picked := clean.get(key))},
            year_from=years[0],
            year_to=years[1],
            sort=clean.get("sort") or "",
            view=clean.get("view") or "",
            page=clean.get("page") or 1,
        )

    def without(self, key: str, option: Option | None = None) -> "Question":
        """The same question less one filter (a whole facet without `option`), from its first page."""
        if key in ("year_from", "year_to"):
            return replace(self, page=1, **{key: None})
        if key == "years":
            return replace(self, page=1, year_from=None, year_to=None)
        if key == "q":
            return replace(self, page=1, words="")
        kept = tuple(picked for picked in self.chosen.get(key, ()) if option is not None and picked != option)
        chosen = {**self.chosen, key: kept}
        return replace(self, page=1, chosen={name: picked for name, picked in chosen.items() if picked})

    def query_string(self, *, for_files: bool = False) -> str:
        """The address's query, always in the same order; empty for the plain list.

        `for_files` leaves out the page and the view: an export and a feed hold all that is found.
        """
        pairs = [("q", self.words)] if self.words else []
        pairs += [(key, option.value) for key, picked in self.chosen.items() for option in picked]
        rest = {"year_from": self.year_from, "year_to": self.year_to, "sort": self.sort}
        if not for_files:
            rest |= {"view": self.view, "page": self.page if self.page > 1 else None}
        pairs += [(key, str(value)) for key, value in rest.items() if value]
        return "&".join(f"{key}={_quoted(value)}" for key, value in pairs)
