"""BibTeX in UTF-8. What TeX would take for a command is written so that it prints as it stands."""

import re
from collections.abc import Iterable, Iterator

from golab.exports.reference import OTHERS, Author, Kind, Reference

CONTENT_TYPE = "application/x-bibtex; charset=utf-8"
_TYPES = {
    Kind.ARTICLE: "article",
    Kind.BOOK: "book",
    Kind.CHAPTER: "incollection",
    Kind.REPORT: "techreport",
    Kind.WORKING_PAPER: "techreport",
}
_OTHER = "misc"
_PUBLISHERS = {"techreport": "institution", "misc": "howpublished"}  # else publisher
_CONTAINERS = {"incollection": "booktitle", "techreport": "series", "book": "series"}  # else journal
_MEANS_SOMETHING = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_TO_ESCAPE = re.compile(r"[\\~^&%$#_{}]")
# Signs that TeX draws together into others: -- is a dash, `` a quotation mark, ?` an inverted question mark.
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=[`?!])(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)")
# Names with a command are in braces too: a common reader loses its place where one stands beside "and".
_ENDS_A_PART = re.compile(rf",|(^|\s)and(\s|$)|{_TO_ESCAPE.pattern}", re.IGNORECASE)
# An address is taken word for word, so what would end it or begin a comment in a cautious reader is coded.
_IN_ADDRESSES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def bibtex_chunks(references: Iterable[Reference]) -> Iterator[bytes]:
    """The file, one entry at a time."""
    for reference in references:
        kind = _TYPES.get(reference.kind, _OTHER)
        lines = (f"  {name} = {{{value}}},\n" for name, value in _fields_of(reference, kind) if value)
        yield f"@{kind}{{{reference.key},\n{''.join(lines)}}}\n\n".encode()


def _fields_of(reference: Reference, kind: str) -> Iterator[tuple[str, str]]:
    """Names and values in order, empty values among them. The braces round the title keep its capital letters."""
    yield "title", f"{{{escaped(reference.title)}}}"
    yield "author", " and ".join(map(_name, reference.authors))
    yield "year", str(reference.year)
    yield _CONTAINERS.get(kind, "journal"), escaped(reference.container)
    yield "volume", escaped(reference.volume)
    yield "number", escaped(reference.issue)
    yield "pages", "--".join(escaped(page) for page in (reference.first_page, reference.last_page) if page)
    yield _PUBLISHERS.get(kind, "publisher"), escaped(reference.publisher)
    yield "type", escaped(reference.genre)
    yield "isbn", reference.isbn
    yield "doi", reference.doi.translate(_IN_ADDRESSES)
    yield "url", reference.best_url.translate(_IN_ADDRESSES)
    yield "keywords", ", ".join(map(_part, reference.keywords))
    yield "copyright", escaped(reference.licence)
    yield "annote", escaped(reference.note)


def escaped(text: str) -> str:
    """Text that TeX prints as it stands."""
    return _LIGATURE.sub("{}", _TO_ESCAPE.sub(lambda sign: _MEANS_SOMETHING[sign[0]], text))


def _name(author: Author) -> str:
    """An organisation stands in braces, or its last word would be taken for a family name."""
    if author.family == OTHERS and not author.given:
        return "others"
    if not author.given:
        return f"{{{escaped(author.family)}}}"
    return f"{_part(author.family)}, {_part(author.given)}"


def _part(text: str) -> str:
    """Part of a person's name, or a keyword; in braces where something in it would be taken for its end."""
    return f"{{{escaped(text)}}}" if _ENDS_A_PART.search(text) else escaped(text)
