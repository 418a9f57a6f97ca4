"""What can be imported: features register an Importer from their AppConfig.ready()."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

Values = dict[str, object]  # what JSON can hold: text, numbers, booleans, None, lists and objects of these


class ImportFileError(ValueError):
    """The whole file cannot be read. `line` is where, if that is known; the text says what to do."""

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class ImportRowError(ValueError):
    """One record cannot be written or taken back. The text is shown beside its line."""


@dataclass(frozen=True)
class Row:
    """One record of a file, in the order in which records are to be written."""

    line: int
    key: str  # natural key of the record, unique within the importer
    label: str  # what staff recognise it by
    values: Values
    errors: Sequence[str] = field(default_factory=tuple)
    note: str = ""  # what whoever checks the import should know of it
    part: str = ""  # the file within an archive


class Importer(ABC):
    """How one kind of record is read from files and written. Steps, progress, report and undo are the job's."""

    kind: str
    label: str
    help_text: str = ""
    permission: str  # "app_label.codename" that a user needs
    extensions: Sequence[str] = ("csv",)
    max_bytes: int = 20_000_000
    batch_size: int = 100  # records in one transaction

    @abstractmethod
    def parse(self, content: bytes, name: str) -> Iterator[Row]:
        """Yield the file's records one by one, reading nothing from the database. Raise ImportFileError."""

    @abstractmethod
    def current(self, keys: Sequence[str]) -> Mapping[str, Values]:
        """The values now stored, in the form that `parse` gives, of those `keys` which exist. No query for each key."""

    def settle(self, rows: Sequence[Row], stored: Mapping[str, Values]) -> Sequence[Row]:
        """The rows as they are to be written over what is `stored`: with values left out, a note or an error.

        By default as the file has them. No query for each row.
        """
        return rows

    def agree(self, before: Values | None, now: Values | None) -> bool:
        """Whether a record still is what it was when the file was read. `None` is one that is not there."""
        return before == now

    @abstractmethod
    def write(self, key: str, values: Values, *, by: AbstractBaseUser | None, now: datetime) -> None:
        """Create the record or change it to `values`. Raise ImportRowError; the transaction is the caller's."""

    @abstractmethod
    def remove(self, key: str, *, by: AbstractBaseUser | None, now: datetime) -> None:
        """Take back a record that the import created. Raise ImportRowError where something leans on it."""

    def write_many(self, records: Mapping[str, Values], *, by: AbstractBaseUser | None, now: datetime) -> None:
        """Write records together, for importers that can in fewer queries. If it raises, each is written by itself."""
        for key, values in records.items():
            self.write(key, values, by=by, now=now)

    def remove_many(self, keys: Sequence[str], *, by: AbstractBaseUser | None, now: datetime) -> None:
        """Take records back together. If it raises, each is taken back by itself."""
        for key in keys:
            self.remove(key, by=by, now=now)


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Make an importer known. Two of one kind are a mistake in the code."""
    if importer.kind in _importers:
        raise ValueError(f"An importer of kind {importer.kind!r} is registered already.")
    _importers[importer.kind] = importer


def get(kind: str) -> Importer:
    """The importer of `kind`. Raises KeyError."""
    return _importers[kind]


def importers_for(user: AbstractBaseUser) -> list[Importer]:
    """The importers that `user` may use, by label."""
    return sorted((i for i in _importers.values() if user.has_perm(i.permission)), key=lambda i: i.label)
