"""The files in which readers take publications with them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from golab.exports import as_bibtex, as_csl, as_csv, as_ris
from golab.exports.reference import Reference
from library.columns import COLUMNS
from library.models import Publication
from library.querysets import PublicationQuerySet
from library.references import reference_of


@dataclass(frozen=True)
class PublicationFile:
    """A format: how to fetch publications for it and how to write them. `is_reference`: one publication makes sense."""

    content_type: str
    prepare: Callable[[PublicationQuerySet], PublicationQuerySet]
    chunks: Callable[[Iterable[Publication]], Iterator[bytes]]
    is_reference: bool = True


def _of_references(content_type: str, chunks: Callable[[Iterable[Reference]], Iterator[bytes]]) -> PublicationFile:
    return PublicationFile(
        content_type,
        PublicationQuerySet.for_references,
        lambda publications: chunks(reference_of(publication) for publication in publications),
    )


FILES = {
    "csv": PublicationFile(
        as_csv.CONTENT_TYPE, PublicationQuerySet.for_table, partial(as_csv.csv_chunks, COLUMNS), is_reference=False
    ),
    "ris": _of_references(as_ris.CONTENT_TYPE, as_ris.ris_chunks),
    "bib": _of_references(as_bibtex.CONTENT_TYPE, as_bibtex.bibtex_chunks),
    "json": _of_references(as_csl.CONTENT_TYPE, as_csl.csl_chunks),
}
