"""Places that words lead to, whatever else is found: a collection that is no document of its own.

A signpost knows one word or phrase. What else readers call it stands in the synonyms, which staff keep.
Decision: docs/adr/0044-signposts-in-search.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from golab.search.text import as_words


@dataclass(frozen=True, kw_only=True)
class Signpost:
    """`words` (lower case, singular) lead to `url`; `label` says what is there, and may ask the database once."""

    words: str
    label: Callable[[], str]
    url: str


@dataclass(frozen=True)
class Way:
    """A signpost as a page shows it."""

    label: str
    url: str


_signposts: dict[str, Signpost] = {}


def register(signpost: Signpost) -> None:
    """Set it up, from `AppConfig.ready()`; one for each phrase."""
    _signposts[signpost.words] = signpost


def unregister(words: str) -> None:
    """Take it down."""
    _signposts.pop(words, None)


def way_for(texts: Iterable[str]) -> Way | None:
    """The way that the first of `texts` (what was asked, then what it also means) points to."""
    for text in texts:
        line = _line(text)
        for signpost in _signposts.values():
            if _line(signpost.words) in line:
                return Way(signpost.label(), str(signpost.url))
    return None


def _line(text: str) -> str:
    """Words without the s of plurals, and blanks around each."""
    words = [word.removesuffix("s") for word in as_words(text).lower().split()]
    return f" {' '.join(words)} "
