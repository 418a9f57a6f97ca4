"""Text as the index and the questions see it: words and nothing else, made in one way for both."""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

from django.utils.html import strip_tags

from golab.search.spelling import british

LONGEST_BODY = 200_000  # characters of a document that are searched; a tsvector has a limit too
LONGEST_QUESTION = 2_000
MOST_WORDS = 120  # of a question

# What a stream stores for the machine: no reader looks for it, and none should see it in an extract.
_NOT_WORDS = frozenset({"id", "type", "kind", "key", "slug", "url", "image", "page", "terms"})
_INITIALS = re.compile(r"\b(\w)&(?=\w\b)")  # A&E, R&D
_NO_WORD = re.compile(r"[^\w'’\s]+")  # besides blanks, which are the most of it: `split` is quicker


def readable(text: str) -> str:
    """Without control characters (PostgreSQL refuses NUL; marks are set with others) and lone surrogates."""
    if text.isprintable():
        return text.strip()
    tidy = text.encode("utf-8", "replace").decode("utf-8")
    unreadable = [character for character in set(tidy) if unicodedata.category(character) in ("Cc", "Cf")]
    return tidy.translate({ord(character): " " for character in unreadable}).strip()


def text_of(stored: object) -> str:
    """The words of rich text or of a stream as it is stored (`get_prep_value`), without markup and machine names."""
    if isinstance(stored, str):
        return " ".join(unescape(strip_tags(stored.replace("<", " <"))).split())
    if isinstance(stored, dict):
        stored = [value for name, value in stored.items() if name not in _NOT_WORDS]
    if isinstance(stored, list | tuple):
        return " ".join(filter(None, map(text_of, stored)))
    return ""


def as_words(text: str) -> str:
    """Words with single blanks between them. Whatever joins words (hyphen, slash, dot) parts them here, so that
    "outcomes-based" and "outcomes based" are one; A&E stays one word."""
    text = readable(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if "&" in text:
        text = _INITIALS.sub(r"\1", text)
    return " ".join(_NO_WORD.sub(" ", text.replace("_", " ")).replace("’", "'").split())


def words_of(text: str) -> list[str]:
    """The words of a question in order, as typed but without accents of punctuation; at most MOST_WORDS."""
    return as_words(text[:LONGEST_QUESTION]).split()[:MOST_WORDS]


def to_stem(words: str) -> str:
    """Words (see `as_words`) in the one spelling that is stemmed."""
    return " ".join(map(british, words.split()))


def distinct_words(texts: Iterable[str]) -> set[str]:
    """Of texts as words (see `as_words`), those in small letters that are worth offering as a correction."""
    found: set[str] = set()
    for words in texts:
        found.update(words.lower().replace("'", " ").split())
    return {word for word in found if 4 <= len(word) <= 24 and word.isalpha()}


def one_letter_less(word: str) -> list[str]:
    """The word and all that is left of it without one letter.

    Two words that share one of these are mostly one typing error apart (`is_one_slip` decides): a letter
    left out, put in, changed, or two changed over.
    """
    return sorted({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})


def is_one_slip(typed: str, word: str) -> bool:
    """Whether one letter left out, put in or changed, or two neighbours changed over, makes `word` of `typed`."""
    if abs(len(typed) - len(word)) > 1 or typed == word:
        return False
    start = next((place for place, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), None)
    if start is None:
        return True
    a, b = typed[start:], word[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
