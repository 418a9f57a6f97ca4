"""Synonyms from a file. What staff have changed since stays as they want it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from golab.contentfiles import read_yaml
from golab.search.models import Synonym

CAPITALS_ONLY = "only when typed in capitals"  # how the file's notes say it


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One group of the file, as a row of the table."""

    kind: str
    terms: list[str]
    expands_to: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def key(self) -> str:
        """What the group is known by: its first term, which must not change in the file."""
        return f"{self.kind}:{self.terms[0]}"

    @property
    def fields(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "terms": self.terms,
            "expands_to": self.expands_to,
            "is_capitals_only": CAPITALS_ONLY in self.note,
            "is_active": True,
            "note": self.note,
        }


@dataclass
class Loaded:
    """What a load did, in groups. `kept` are those that staff have changed since."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0


@transaction.atomic
def load_synonyms(path: Path) -> Loaded:
    """Bring the table in line with the file. Safe to run again; a malformed file raises ValueError and changes
    nothing."""
    entries = list(_read(path))
    loaded = Loaded()
    known = {synonym.loaded_key: synonym for synonym in Synonym.objects.exclude(loaded_key="")}
    for entry in entries:
        _load(entry, known.get(entry.key), loaded)
    return loaded


def _read(path: Path) -> Iterator[Entry]:
    content = read_yaml(path)
    try:
        for group in content["groups"]:
            if len(group["terms"]) < 2:
                raise ValueError(f"{path.name}: {group['terms']} is a group of one, and needs another term.")
            yield _entry(group["kind"], group["terms"], note=group.get("note", ""))
        for arrow in content["one_way"]:
            yield _entry(Synonym.Kind.ONE_WAY, [arrow["from"]], arrow["to"], note=arrow.get("note", ""))
        for group in content["never_expand"]:
            for term in group["terms"]:
                yield _entry(Synonym.Kind.NEVER, [term], note=group.get("note", ""))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name}: a group of synonyms lacks {error}, or is not a group.") from error


def _entry(kind: str, terms: list[str], expands_to: list[str] | None = None, *, note: str) -> Entry:
    if kind not in Synonym.Kind.values:
        raise ValueError(f"There is no kind of synonyms called {kind!r}.")
    return Entry(
        kind=str(kind),
        terms=[str(term) for term in terms],
        expands_to=[str(term) for term in expands_to or []],
        note=note,
    )


def _load(entry: Entry, synonym: Synonym | None, loaded: Loaded) -> None:
    told = fingerprint(entry.fields)
    if synonym is None:
        Synonym.objects.create(**entry.fields, loaded_key=entry.key, loaded_as=told)
        loaded.added += 1
    elif fingerprint({name: getattr(synonym, name) for name in entry.fields}) != synonym.loaded_as:
        loaded.kept += 1
    elif synonym.loaded_as == told:
        loaded.unchanged += 1
    else:
        for name, value in entry.fields.items():
            setattr(synonym, name, value)
        synonym.loaded_as = told
        synonym.save()
        loaded.updated += 1


def fingerprint(fields: dict[str, object]) -> str:
    """The same for groups that say the same."""
    return sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
