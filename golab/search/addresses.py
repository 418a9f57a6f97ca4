"""Addresses of the search page with something put in or taken out."""

from django.http import QueryDict

from golab.search.results import Results

NEAR = 2  # pages linked on each side of this one


def query_string(given: QueryDict | None = None, *, without: tuple[str, ...] = (), **values: object) -> str:
    """The query with some parameters left out and others set; it begins with a question mark."""
    query = given.copy() if given else QueryDict(mutable=True)
    for name in without:
        query.pop(name, None)
    for name, value in values.items():
        query[name] = value
    return f"?{query.urlencode()}"


def chips(given: QueryDict, results: Results) -> list[dict[str, object]]:
    """What was chosen, each with the address that takes it away; `helps`: something is found without its facet."""
    return [
        {
            "label": option.label,
            "facet": facet.label,
            "url": query_string(_less(given, facet.name, option.value), without=("page",)),
            "helps": facet.hides_all,
        }
        for facet in results.facets
        for option in facet.chosen
    ]


def page_links(given: QueryDict, results: Results) -> list[dict[str, object]]:
    """Links to the pages around this one, with the first and the last."""
    near = {1, results.pages, *range(results.page - NEAR, results.page + NEAR + 1)}
    numbers = sorted(number for number in near if 1 <= number <= results.pages)
    return [
        {"number": number, "url": query_string(given, page=number), "is_current": number == results.page}
        for number in (numbers if len(numbers) > 1 else [])
    ]


def _less(given: QueryDict, name: str, value: str) -> QueryDict:
    query = given.copy()
    query.setlist(name, [each for each in query.getlist(name) if each != value])
    return query
