"""The query strings of the API: the filters of the site's own lists, read strictly.

A list for people leaves out what makes no sense; a program must be told, or it counts what it did not ask for.
"""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from golab.pages.finder.facets import Facet
from golab.pages.finder.finder import RELEVANCE, Finder
from golab.pages.finder.form import LONGEST_QUESTION, YEARS

MOST_ON_A_PAGE = 100
USUAL_ON_A_PAGE = 25
LAST_PAGE = 100_000
NUL = "\x00"


class Unknown(Exception):
    """A parameter or a value that the API does not know."""


class Paged(Schema):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[int, Field(ge=1, le=LAST_PAGE, description="Which page, from 1.")] = 1
    per_page: Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE, description="How many on a page.")] = USUAL_ON_A_PAGE


def question_of(name: str, finder: Finder) -> type[Paged]:
    """The parameters of a list, made of what its finder offers to people."""
    fields: dict[str, Any] = {}
    if finder.matching:
        fields["q"] = _optional(str, "Words to look for.", max_length=LONGEST_QUESTION)
    for facet in finder.facets:
        fields[facet.key] = (list[str], Field(default_factory=list, description=_of_facet(facet)))
    if finder.years:
        for key, label in (("year_from", "From this year on."), ("year_to", "Up to this year.")):
            fields[key] = _optional(int, label, ge=YEARS[0], le=YEARS[1])
    sorts = [sort.key for sort in finder.sorts] + [RELEVANCE] * bool(finder.matching)
    fields["sort"] = _optional(str, f"Order: {', '.join(sorts)}.", pattern=f"^({'|'.join(sorts)})$")
    return create_model(name, __base__=Paged, **fields)


def _optional(kind: type, description: str, **limits: Any) -> tuple:
    return (Annotated[kind, Field(**limits)] | None, Field(None, description=description))


def _of_facet(facet: Facet) -> str:
    return f"{facet.label}. May stand several times: any of them counts. /api/v1/filters has the values."


def check(request: HttpRequest, finder: Finder, question: type[Paged]) -> None:
    """Raises Unknown for a parameter that is not there, or a value that a filter does not offer."""
    for key, values in request.GET.lists():
        if key not in question.model_fields:
            raise Unknown(f"There is no parameter {key!r}: use {', '.join(question.model_fields)}.")
        if any(NUL in value for value in values):
            raise Unknown(f"The parameter {key!r} holds a character that no text here has.")
    for facet in finder.facets:
        offered = {option.value for option in facet.options()} if facet.key in request.GET else ()
        for value in request.GET.getlist(facet.key):
            if value not in offered:
                raise Unknown(f"The filter {facet.key!r} has no value {value[:80]!r}: see /api/v1/filters.")
