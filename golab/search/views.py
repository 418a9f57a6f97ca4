"""The search page and its suggestions. Readers get no cookie."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from golab.search import find, unanswered
from golab.search.addresses import chips, page_links, query_string
from golab.search.forms import SearchForm
from golab.search.results import Results
from golab.search.signposts import way_for
from golab.search.sources import source_of
from golab.search.suggesting import common_titles
from golab.search.suggesting import suggest as suggestions

SUGGESTIONS_FRESH_FOR = 300  # seconds: the same for everyone, and typed again letter by letter
GUIDE = "guide"  # the kind whose best hit stands beside the explanation of a word


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results grouped by kind, or one page of them once a kind is chosen."""
    form = SearchForm(request.GET)
    form.is_valid()  # every query string is
    text, filters = form.cleaned_data["q"], form.filters
    context = {
        "finder": {"path": reverse("search:search")},
        "text": text,
        "query_without_filters": query_string(q=text),
        "titles": [] if text else common_titles(),
        "page_is_noindex": True,
        "section": "search",
    }
    if text:
        results = find(text, filters, form.cleaned_data["page"], grouped=not filters.kinds)
        context |= _found(request, text, results) | {"has_kinds": len(filters.kinds) > 1}
        if not filters and not results.took_too_long:
            unanswered.record(text, found=results.total, day=timezone.localdate())
    return render(request, "search/search.html", context)


def _found(request: HttpRequest, text: str, results: Results) -> dict[str, object]:
    """What the page shows of the answer."""
    given = request.GET.copy()
    given["q"] = text  # no longer than search reads: it stands in every address
    return {
        "results": results,
        "count_text": f"{results.total:,} result{'' if results.total == 1 else 's'}",
        "exact_source": results.exact and source_of(results.exact.kind),
        "way": way_for([results.text, *results.synonyms_used]),
        "best_guide": _best_guide(results),
        "chips": chips(given, results),
        "page_links": [] if results.groups else page_links(given, results),
        "related": [{"words": words, "url": query_string(q=words)} for words in results.synonyms_used],
        "close": [] if results.total else suggestions(text),
        "query_without_kind": query_string(given, without=("kind", "page")),
        "query_as_typed": query_string(q=f'"{text}"'),
    }


def _best_guide(results: Results):
    """The first of the guides, where a word is explained and the reader may want to know how to do it."""
    if not results.exact or results.exact.kind == GUIDE:
        return None
    return next((group.hits[0] for group in results.groups if group.kind == GUIDE and group.hits), None)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles while someone types: [{title, url, kind}], eight at most."""
    form = SearchForm(request.GET)
    form.is_valid()
    response = JsonResponse(suggestions(form.cleaned_data["q"]), safe=False)
    patch_cache_control(response, public=True, max_age=SUGGESTIONS_FRESH_FOR)
    return response
