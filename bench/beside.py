"""The same pages of results from tantivy, to measure search beside: nothing but the benchmark uses it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import tantivy

from golab.search.sources import Document

FACETS = ("kind", "area", "stage", "country", "year")
BOOSTS = {"title": 4.0, "summary": 2.0, "body": 1.0}
FRAGMENT = 200  # characters


class Beside:
    """An index on disk with the same documents, stemmed, stop words out."""

    def __init__(self, folder: str) -> None:
        builder = tantivy.SchemaBuilder()
        for name in BOOSTS:
            builder.add_text_field(name, stored=True, tokenizer_name="golab")
        for name in FACETS:
            builder.add_text_field(name, stored=True, fast=True, tokenizer_name="raw")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=folder)
        analyse = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        stop = analyse.filter(tantivy.Filter.stopword("english")).filter(tantivy.Filter.stemmer("english"))
        self.index.register_tokenizer("golab", stop.build())

    @contextmanager
    def adding(self) -> Iterator[Callable[[str, Document], None]]:
        """Give a function that indexes a document of a kind; all are found afterwards."""
        writer = self.index.writer(heap_size=200_000_000, num_threads=1)
        yield lambda kind, document: writer.add_document(_document(kind, document))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def page(self, text: str) -> int:
        """Twenty rows with extracts, the count, and the counts of each facet; gives the count."""
        searcher = self.index.searcher()
        query = self.index.parse_query(text, [*BOOSTS], field_boosts=BOOSTS)
        found = searcher.search(query, limit=20, count=True)
        searcher.aggregate(query, {name: {"terms": {"field": name, "size": 50}} for name in FACETS})
        snippets = [tantivy.SnippetGenerator.create(searcher, query, self.schema, name) for name in ("title", "body")]
        for snippet in snippets:
            snippet.set_max_num_chars(FRAGMENT)
        for _, address in found.hits:
            document = searcher.doc(address)
            for snippet in snippets:
                snippet.snippet_from_doc(document).to_html()
        return found.count


def _document(kind: str, document: Document) -> tantivy.Document:
    fields = {"title": document.title, "summary": document.summary, "body": document.body}
    made = tantivy.Document(**fields, kind=kind, year=str(document.date.year))
    several = {"area": document.policy_areas, "stage": document.stages, "country": document.countries}
    for name, values in several.items():
        for value in values:
            made.add_text(name, value)
    return made
