"""The difference between INDIGO's files and an export from here, each cell with the name of its class."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sibdb.indigo.cells import STATUS
from sibdb.indigo.codecs import Choice, Codec, Country, Currency, Unreadable
from sibdb.indigo.export import Rows
from sibdb.indigo.files import File
from sibdb.indigo.records import HEADS

EXPLAINED = {
    "whitespace": "Blanks around the text, or lines that end otherwise.",
    "number form": "The same number, written otherwise: 4.0 and 4.",
    "list form": "The same list, with other blanks or commas between.",
    "code list": "The same word of INDIGO's list, in its own spelling.",
    "country name": "The name of a country, written as its code.",
    "contact left out": "The name or address of a person, which is not kept.",
}
ROW_ADDED, ROW_GONE, OTHER = "row added", "row gone", "changed here"


@dataclass(frozen=True)
class Difference:
    """A cell that differs, and the name of what it is a case of."""

    file: str
    key: str
    header: str
    theirs: str
    ours: str
    name: str

    @property
    def is_explained(self) -> bool:
        return self.name in EXPLAINED


def differences(theirs: Mapping[str, File], ours: Mapping[str, Rows]) -> Iterator[Difference]:
    """Every cell of INDIGO's files that an export from here has otherwise, and rows that only one of the two has."""
    for head in HEADS:
        tables = [(head.file, "ID", head.by_header), *((t.file, t.owner, t.by_header) for t in head.tables)]
        for file, owner, columns in tables:
            if file in theirs:
                codecs = {header: column.codec for header, column in columns.items()}
                yield from _of_file(theirs[file], ours.get(file, []), owner, codecs, head.personal)


def counted(found: Iterator[Difference]) -> Counter[tuple[str, str, str]]:
    """How many cells differ, by file, column and class."""
    return Counter((each.file, each.header, each.name) for each in found)


def _of_file(
    theirs: File, ours: Rows, owner: str, codecs: Mapping[str, Codec], personal: Sequence[str]
) -> Iterator[Difference]:
    before, after = _by_owner([cells for _, cells in theirs.rows], owner), _by_owner(ours, owner)
    for key in dict.fromkeys([*before, *after]):
        pairs = _paired(before.get(key, []), after.get(key, []), theirs.headers, codecs)
        for was, now in pairs:
            if was is None or now is None:
                name = ROW_ADDED if was is None else ROW_GONE
                yield Difference(theirs.name, key, "", str(was or "")[:200], str(now or "")[:200], name)
                continue
            for header in theirs.headers:
                old, new = was.get(header, ""), now.get(header, "")
                if old != new and header != STATUS:
                    name = "contact left out" if header in personal else _class_of(old, new, codecs.get(header))
                    yield Difference(theirs.name, key, header, old, new, name)


def _by_owner(rows: Sequence[Mapping[str, str]], owner: str) -> dict[str, list]:
    found: dict[str, list] = {}
    for row in rows:
        found.setdefault(row.get(owner, "").strip(), []).append(row)
    return found


def _paired(before: list, after: list, headers: Sequence[str], codecs: Mapping[str, Codec]) -> list[tuple]:
    """Rows that are alike, and those that are left in their order."""

    def alike(row: Mapping[str, str]) -> tuple:
        return tuple(_canonical(row.get(header, ""), codecs.get(header)) for header in headers)

    waiting: dict[tuple, list] = {}
    for row in after:
        waiting.setdefault(alike(row), []).append(row)
    pairs, lost = [], []
    for row in before:
        same = waiting.get(alike(row))
        pairs += [(row, same.pop(0))] if same else []
        lost += [] if pairs and pairs[-1][0] is row else [row]
    rest = [row for rows in waiting.values() for row in rows]
    longest = max(len(lost), len(rest))
    lost, rest = lost + [None] * (longest - len(lost)), rest + [None] * (longest - len(rest))
    return pairs + list(zip(lost, rest, strict=True))


def _canonical(cell: str, codec: Codec | None) -> str:
    text = cell.strip()
    if codec is None or not text:
        return text
    try:
        return codec.write(codec.read(text)) if codec.read(text) not in (False, []) else text
    except (Unreadable, StopIteration):
        return text


def _class_of(old: str, new: str, codec: Codec | None) -> str:
    if " ".join(old.split()) == " ".join(new.split()):
        return "whitespace"
    if _number(old) is not None and _number(old) == _number(new):
        return "number form"
    if [part.strip() for part in old.split(",") if part.strip()] == [part.strip() for part in new.split(",")]:
        return "list form"
    if isinstance(codec, Country) and _canonical(old, codec) == new:
        return "country name"
    if isinstance(codec, Choice | Currency) and _canonical(old, codec) == new:
        return "code list"
    return "code list" if old.strip().casefold() == new.casefold() else OTHER


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None
