"""What readers can search, filter and sort the library by."""

from golab.pages.finder.facets import choice_facet, term_facet
from golab.pages.finder.finder import Finder, Sort
from library.models import Publication
from library.querysets import ACCESS

publications = Finder(
    noun="publication",
    nouns="publications",
    facets=(
        term_facet("type", "Type", "resource_type", "type"),
        term_facet("area", "Policy area", "policy_areas", "area"),
        term_facet("stage", "Journey stage", "stages", "stage"),
        choice_facet("evidence", "Strength of evidence", "evidence", Publication.Evidence.choices),
        choice_facet("method", "Method", "method", Publication.Method.choices),
        term_facet("topic", "Topic", "topics", "topic", hides_empty=True),
        term_facet("country", "Country", "countries", "country", hides_empty=True),
        term_facet("step", "Journey step", "steps", "step", hides_empty=True),
        choice_facet("open", "Free to read", "access", ACCESS.items()),
    ),
    sorts=(
        Sort("newest", "Newest first", ("-year", "title", "pk")),
        Sort("oldest", "Oldest first", ("year", "title", "pk")),
        Sort("added", "Added last", ("-added_on", "-year", "title", "pk")),
        Sort("title", "Title", ("title", "pk")),
    ),
    matching=lambda queryset, words: queryset.matching(words),
    years="year",
    near=lambda queryset, area: queryset.near(area),
)
