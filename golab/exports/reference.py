"""A reference to something published: what every format of references needs, and nothing of who knows it."""

from dataclasses import dataclass
from enum import StrEnum

OTHERS = "et al."  # an author of this name stands for those who are not named


class Kind(StrEnum):
    """What is referred to. Each format has its own words for it."""

    ARTICLE = "article"
    AUDIO = "audio"
    BOOK = "book"
    CHAPTER = "chapter"
    DATASET = "dataset"
    OTHER = "other"
    POST = "post"
    REPORT = "report"
    VIDEO = "video"
    WORKING_PAPER = "working-paper"


@dataclass(frozen=True, kw_only=True)
class Author:
    """A person, or an organisation, which has no given name."""

    family: str
    given: str = ""

    def __str__(self) -> str:
        return f"{self.family}, {self.given}" if self.given else self.family


@dataclass(frozen=True, kw_only=True)
class Reference:
    """One reference. Every text is one line; what is not known is empty.

    `key` is unique in a file and made of letters, digits and hyphens; `identifier` is a URI that stays for ever.
    `genre` is the kind as people say it ("Evaluation report"). `address` is where our own record of it stands, `url`
    where the thing itself does. `note` is ours: never the authors' abstract.
    """

    key: str
    identifier: str
    kind: Kind
    genre: str
    title: str
    year: int
    address: str
    authors: tuple[Author, ...] = ()
    container: str = ""
    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""
    publisher: str = ""
    isbn: str = ""
    doi: str = ""
    url: str = ""
    licence: str = ""
    note: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def pages(self) -> str:
        return "-".join(filter(None, [self.first_page, self.last_page]))

    @property
    def best_url(self) -> str:
        """Where to send a reader who has only the reference."""
        return self.url or self.address


def one_line(text: str) -> str:
    """Text without breaks, runs of spaces and control characters: formats of lines would end at them."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
