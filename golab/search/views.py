"""The search page and its suggestions. Readers get no cookie."""

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from golab.search import find, unanswered
from golab.search.forms import SearchForm
from golab.search.results import Results
from golab.search.sources import source_of
from golab.search.suggesting import suggest as suggestions

SUGGESTIONS_FRESH_FOR = 300  # seconds: the same for everyone, and typed again letter by letter


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results grouped by kind, or one page of them once a kind is chosen."""
    form = SearchForm(request.GET)
    form.is_valid()  # every query string is
    text, filters = form.cleaned_data["q"], form.filters
    results = None
    if text:
        results = find(text, filters, form.cleaned_data["page"], grouped=not filters.kinds)
        if not results.total and not results.took_too_long and filters == type(filters)():
            unanswered.record(text, day=timezone.localdate())
    context = {
        "form": form,
        "text": text,
        "results": results,
        "exact_source": results and results.exact and source_of(results.exact.kind),
        "chips": _chips(request.GET, results) if results else [],
        "page_links": _page_links(request.GET, results) if results and filters.kinds else [],
        "query_without_kind": _query(request.GET, without=("kind", "page")),
        "query_without_filters": _query(QueryDict(mutable=True), q=text),
        "query_as_typed": _query(QueryDict(mutable=True), q=f'"{text}"'),
        "page_is_noindex": True,
        "section": "search",
    }
    return render(request, "search/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles while someone types: [{title, url, kind}], eight at most."""
    form = SearchForm(request.GET)
    form.is_valid()
    response = JsonResponse(suggestions(form.cleaned_data["q"]), safe=False)
    patch_cache_control(response, public=True, max_age=SUGGESTIONS_FRESH_FOR)
    return response


def _query(given: QueryDict, *, without: tuple[str, ...] = (), **values: object) -> str:
    """The query string with some parameters left out and others set; it begins with a question mark."""
    query = given.copy()
    for name in without:
        query.pop(name, None)
    for name, value in values.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _chips(given: QueryDict, results: Results) -> list[dict[str, str]]:
    """What was chosen, each with the address that takes it away."""
    chips = []
    for facet in results.facets:
        for option in facet.chosen:
            query = given.copy()
            query.setlist(facet.name, [value for value in query.getlist(facet.name) if value != option.value])
            chips.append({"label": option.label, "facet": facet.label, "url": _query(query, without=("page",))})
    return chips


def _page_links(given: QueryDict, results: Results) -> list[dict[str, object]]:
    """Links to the pages around this one, with the first and the last."""
    near = {1, results.pages, *range(results.page - 2, results.page + 3)}
    numbers = sorted(number for number in near if 1 <= number <= results.pages)
    return [
        {"number": number, "url": _query(given, page=number), "is_current": number == results.page}
        for number in (numbers if len(numbers) > 1 else [])
    ]
