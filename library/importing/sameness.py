"""Whether two records are one publication: the same DOI, or the same title (less signs and accents) and year."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from library.models import Publication
from library.models.sameness import SIGNS, same_title

LONGEST_DOI = 140  # of those that an import can hold on to; longer ones are no more than a handful in the world
BY_DOI, BY_TITLE = "doi", "title"
_SIGNS = re.compile(SIGNS)


def fingerprint(title: str) -> str:
    """What two spellings of one title have in common; the database computes the same (`same_title`)."""
    plain = _SIGNS.sub("", unicodedata.normalize("NFKD", title).lower())
    return hashlib.md5(plain.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Name:
    """What a file says of which publication it means. As a key: "10.1000/x|0cc1…|2019", each part may be empty."""

    doi: str = ""
    title: str = ""  # its fingerprint
    year: str = ""

    @classmethod
    def of(cls, *, doi: str, title: str, year: int | None) -> "Name":
        return cls(doi, fingerprint(title) if title else "", str(year or ""))

    @classmethod
    def read(cls, key: str) -> "Name | None":
        """From a key; None for the keys of the content folder, which are made of titles alone."""
        parts = key.rsplit("|", 2)
        return cls(*parts) if len(parts) == 3 else None

    @property
    def key(self) -> str:
        return f"{self.doi}|{self.title}|{self.year}"

    @property
    def titled(self) -> tuple[str, str]:
        """Title and year; of no use unless both are known."""
        return (self.title, self.year) if self.title and self.year else ("", "")


def found(keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """For keys that name a publication of the library, its primary key and by what it was recognised. Two queries."""
    names = {key: name for key in keys if (name := Name.read(key))}
    dois = {name.doi for name in names.values()} - {""}
    by_doi = dict(Publication.objects.filter(doi__in=dois).values_list("doi", "pk")) if dois else {}
    by_title = _by_title([name for name in names.values() if name.titled[0] and name.doi not in by_doi])
    matches = {}
    for key, name in names.items():
        if name.doi in by_doi:
            matches[key] = (str(by_doi[name.doi]), BY_DOI)
            continue
        pk, doi = by_title.get(name.titled, (None, ""))
        if pk and not (doi and name.doi):  # two DOIs are two publications, whatever they are called
            matches[key] = (str(pk), BY_TITLE)
    return matches


def _by_title(names: Sequence[Name]) -> dict[tuple[str, str], tuple[int, str]]:
    if not names:
        return {}
    same = Publication.objects.annotate(print=same_title()).filter(
        print__in={name.title for name in names}, year__in={int(name.year) for name in names}
    )
    rows = same.order_by("-pk").values_list("print", "year", "pk", "doi")
    return {(print_, str(year)): (pk, doi) for print_, year, pk, doi in rows}


class Seen:
    """The publications of one file so far: says where one stands already."""

    def __init__(self) -> None:
        self.dois: dict[str, int] = {}
        self.titles: dict[tuple[str, str], tuple[int, str]] = {}

    def add(self, name: Name, line: int) -> str:
        """Remember a record. Returns what is wrong, or nothing."""
        if name.doi in self.dois:
            return f"The same DOI stands at line {self.dois[name.doi]} already. Keep one of the two."
        there, doi = self.titles.get(name.titled, (0, ""))
        if there and not (doi and name.doi):
            return f"The same title and year stand at line {there} already. Keep one of the two."
        if name.doi:
            self.dois[name.doi] = line
        if name.titled[0]:
            self.titles.setdefault(name.titled, (line, name.doi))
        return ""
