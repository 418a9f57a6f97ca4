"""What readers can search, filter and sort the library by."""

from golab.pages.finder.facets import term_facet
from golab.pages.finder.finder import Finder, Sort

publications = Finder(
    noun="publication",
    nouns="publications",
    facets=(
        term_facet("type", "Type", "resource_type", "type"),
        term_facet("area", "Policy area", "policy_areas", "area"),
        term_facet("stage", "Journey stage", "stages", "stage"),
        term_facet("topic", "Topic", "topics", "topic", hides_empty=True),
        term_facet("step", "Journey step", "steps", "step", hides_empty=True),
    ),
    sorts=(
        Sort("newest", "Newest first", ("-year", "title", "pk")),
        Sort("oldest", "Oldest first", ("year", "title", "pk")),
        Sort("title", "Title", ("title", "pk")),
    ),
    matching=lambda queryset, words: queryset.matching(words),
    years="year",
)
