"""References as people write them, by the Citation Style Language: no style is ours to maintain."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import nh3
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.formatter import html
from citeproc.source.json import CiteProcJSON
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from golab.exports.as_csl import csl_of
from golab.exports.reference import OTHERS, Reference

# By name, as readers know the styles: Harvard comes with the library, Vancouver stands beside this module.
STYLES = {
    "Harvard": "harvard-cite-them-right",
    "Vancouver": str(Path(__file__).parent / "styles" / "nlm-citation-sequence.csl"),
}
_NUMBER = re.compile(r"^\s*1\.\s*")  # of a list with one entry
_CROWDED_DATE = re.compile(r"\[cited (\d{4})([A-Z][a-z]{2})(\d{1,2})\]")  # the library drops the spaces of this date
_AND_OTHERS = re.compile(rf",? (?:and|&amp;) {re.escape(OTHERS)}")


def cited(reference: Reference, style: str, *, on: date) -> SafeString:
    """One entry of a list of references, as HTML with italics only. `on` is when a web address was looked at.

    `style` is one of STYLES.
    """
    item = csl_of(reference)
    if reference.url and not reference.doi:
        item["accessed"] = {"date-parts": [[on.year, on.month, on.day]]}
    else:
        item.pop("URL", None)
    item.pop("note", None)  # styles print it, and ours is not part of the reference
    bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([item]), html)
    bibliography.register(Citation([CitationItem(item["id"])]))
    [entry] = bibliography.bibliography()
    return _tidied(str(entry)) or SafeString(escape(reference.title))


def _tidied(entry: str) -> SafeString:
    entry = _AND_OTHERS.sub(f" {OTHERS}", _CROWDED_DATE.sub(r"[cited \1 \2 \3]", _NUMBER.sub("", entry)))
    return mark_safe(nh3.clean(entry, tags={"i"}, attributes={}).strip())  # noqa: S308 - cleaned in this line


@cache
def _style(name: str) -> CitationStylesStyle:
    """Read once a process: reading takes longer than formatting."""
    return CitationStylesStyle(STYLES[name], locale="en-GB", validate=False)
