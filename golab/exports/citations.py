"""References as people write them, by the Citation Style Language: no style is ours to maintain."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

import nh3
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.formatter import html
from citeproc.source.json import CiteProcJSON
from django.core.cache import cache as site_cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from golab.exports.as_csl import csl_of
from golab.exports.reference import OTHERS, Kind, Reference

# By name, as readers know the styles: Harvard comes with the library, Vancouver stands beside this module.
STYLES = {
    "Harvard": "harvard-cite-them-right",
    "Vancouver": str(Path(__file__).parent / "styles" / "nlm-citation-sequence.csl"),
}
DAY = 24 * 60 * 60
_ONE_AT_A_TIME = Lock()  # a style is one XML tree, which threads must not walk at once
_NOT_CITED = {"custom", "keyword", "license", "note"}  # the note is ours, and no part of the reference
_SAYS_WHAT_IT_IS = {Kind.AUDIO, Kind.DATASET, Kind.POST, Kind.VIDEO}
# Signs for private use that no text of ours holds.
_HIDE = {ord("<"): "\ue000", ord(">"): "\ue001"}
_SHOW = {0xE000: "&lt;", 0xE001: "&gt;"}
_NUMBER = re.compile(r"^\s*1\.\s*")  # of a list with one entry
_CROWDED_DATE = re.compile(r"\[cited (\d{4})([A-Z][a-z]{2})(\d{1,2})\]")  # the library drops the spaces of this date
_AND_OTHERS = re.compile(rf",? (?:and|&amp;) {re.escape(OTHERS)}")


def in_all_styles(reference: Reference, *, on: date) -> dict[str, SafeString]:
    """The reference in each style, as HTML; kept for a day, for styles take some 20 ms each."""
    key = f"citations:{sha256(repr((reference, on)).encode()).hexdigest()}"
    found = site_cache.get(key)
    if found is None:
        found = {style: cited(reference, style, on=on) for style in STYLES}
        site_cache.set(key, found, DAY)
    return found


def cited(reference: Reference, style: str, *, on: date) -> SafeString:
    """One entry of a list of references, as HTML with italics only. `on` is when a web address was looked at.

    `style` is one of STYLES.
    """
    item = {name: value for name, value in csl_of(_hidden(reference)).items() if name not in _NOT_CITED}
    if reference.kind not in _SAYS_WHAT_IT_IS:
        item.pop("genre", None)
    if reference.url and not reference.doi:
        item["accessed"] = {"date-parts": [[on.year, on.month, on.day]]}
    else:
        item.pop("URL", None)
    with _ONE_AT_A_TIME:
        bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([item]), html)
        bibliography.register(Citation([CitationItem(item["id"])]))
        [entry] = bibliography.bibliography()
    return _tidied(str(entry)) or SafeString(escape(reference.title))


def _hidden(reference: Reference) -> Reference:
    """The reference with signs in the place of what the library would take for its markup."""
    texts = ("title", "container", "publisher", "url", "genre")
    return replace(reference, **{name: getattr(reference, name).translate(_HIDE) for name in texts})


def _tidied(entry: str) -> SafeString:
    entry = _AND_OTHERS.sub(f" {OTHERS}", _CROWDED_DATE.sub(r"[cited \1 \2 \3]", _NUMBER.sub("", entry)))
    clean = nh3.clean(entry, tags={"i"}, attributes={}).strip()
    return mark_safe(clean.translate(_SHOW))  # noqa: S308 - cleaned, and then only escapes are added


@cache
def _style(name: str) -> CitationStylesStyle:
    """Read once a process: reading takes longer than formatting."""
    return CitationStylesStyle(STYLES[name], locale="en-GB", validate=False)
