"""INDIGO's export in the imports of the CMS: dry run, differences, progress, report, undo."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from golab.imports.registry import Importer, ImportFileError, ImportRowError, Row, Values
from golab.pages.imported import EditedSince
from sibdb import freshness
from sibdb.indigo import owning, quality
from sibdb.indigo.files import File, unpack
from sibdb.indigo.known import Known
from sibdb.indigo.plain import FUNDS, ORGANISATIONS, PIPELINES
from sibdb.indigo.projects import PROJECTS
from sibdb.indigo.records import HEADS, Head
from sibdb.indigo.removing import without_references
from sibdb.indigo.rows import Names, renamed
from sibdb.indigo.shape import record_of

KEPT = "A colleague is working on a draft of this project, so it was left as it is. Publish the draft and import again."
STORES = {"INDIGO-ORG": ORGANISATIONS, "INDIGO-FUND": FUNDS, "INDIGO-POJ": PROJECTS, "INDIGO-PL": PIPELINES}
LONGEST_NOTE = 4_000


class IndigoImporter(Importer):
    """Organisations first, then funds, projects and projects in preparation; taken back the other way round."""

    kind = "indigo"
    label = "INDIGO"
    help_text = (
        "A ZIP of the CSV files of INDIGO's public export, all of them or those that changed. Ids say what is the "
        "same. "
        "Fields that a colleague has edited stay, and so does everything in our own words. What is odd in the data "
        "is reported and never mended."
    )
    permission = "sibdb.import_project"
    extensions = ("zip",)
    batch_size = 200

    def parse(self, content: bytes, name: str) -> Iterator[Row]:
        files = unpack(content)
        known = Known(files)
        for head in HEADS:
            rows = _rows(head, files, known)
            yield from quality.with_shifts(list(rows)) if head.kind == "project" else rows

    def current(self, keys: Sequence[str]) -> Mapping[str, Values]:
        found: dict[str, Values] = {}
        for store, mine in _by_store(keys):
            found |= store.stored(mine)
        return found

    def agree(self, before: Values | None, now: Values | None) -> bool:
        """An organisation that had no id when the file was read may have got it from this very file."""
        return before == now or renamed(before, Names()) == now

    def settle(self, rows: Sequence[Row], stored: Mapping[str, Values]) -> Sequence[Row]:
        return owning.settled(rows, stored)

    def write(self, key: str, values: Values, *, by: AbstractBaseUser | None, now: datetime) -> None:
        self.write_many({key: values}, by=by, now=now)

    def write_many(self, records: Mapping[str, Values], *, by: AbstractBaseUser | None, now: datetime) -> None:
        for store, keys in _by_store(list(records)):
            mine = {key: records[key] for key in keys}
            if store is not PROJECTS:
                store.save_many(mine)
                continue
            try:
                store.save_many(mine, by=by, now=now)
            except EditedSince:
                raise ImportRowError(KEPT) from None
        quality.check(list(records), now=now)
        freshness.forget_all()

    def remove(self, key: str, *, by: AbstractBaseUser | None, now: datetime) -> None:
        self.remove_many([key], by=by, now=now)

    def remove_many(self, keys: Sequence[str], *, by: AbstractBaseUser | None, now: datetime) -> None:
        for store, mine in reversed(_by_store(keys)):
            try:
                with without_references(store.model, mine):
                    store.remove_many(mine)
            except EditedSince:
                raise ImportRowError(KEPT) from None
        freshness.forget_all()


def _by_store(keys: Sequence[str]) -> list[tuple]:
    """The keys of each kind, in the order in which kinds are written."""
    return [
        (store, mine) for start, store in STORES.items() if (mine := [key for key in keys if key.startswith(start)])
    ]


def _rows(head: Head, files: Mapping[str, File], known: Known) -> Iterator[Row]:
    """The records of a file with the parts that other files bring, and rows that belong to no record."""
    tables = [table for table in head.tables if table.file in files]
    if head.file not in files:
        if tables:
            raise ImportFileError(f"{tables[0].file} needs {head.file} beside it.")
        return
    file = files[head.file]
    if "ID" not in file.headers:
        raise ImportFileError(f"{head.file}: the column ID is missing.", line=1)
    parts = {table.file: _by_owner(files[table.file], table.owner) for table in tables}
    for line, cells in file.rows:
        key = cells["ID"].strip()
        mine = {name: owners.pop(key, []) for name, owners in parts.items()}
        yield _row(head, key, line, cells, mine, known)
    for name, owners in parts.items():
        for key, rows in owners.items():
            whose = key or "an empty id"
            error = f"No record {whose} is in {head.file}. Nothing of it was read."
            yield _refused(name, rows[0][0], f"{name}:{key}", f"{len(rows)} rows of {whose}", error)


def _row(head: Head, key: str, line: int, cells, parts, known: Known) -> Row:
    if not known.looks_right(head, key):
        error = f"{key[:40]!r} is not an id such as {head.file.removesuffix('.csv')} have."
        return _refused(head.file, line, f"{head.file}:{line}", key, error)
    shaped = record_of(head, line, cells, parts)
    known.leave_out(head, shaped)
    label = next((str(shaped.values[name]) for name in ("name", "recorded_name") if shaped.values.get(name)), key)
    faults = [*shaped.faults, *quality.of_values(head.kind, shaped.values, key)]
    errors = [] if label != key else ["It has no name."]
    if head.kind == "project" and not shaped.values.get("policy_area"):
        errors.append("It has no policy sector, and no project goes without one.")
    return Row(
        line=line, part=head.file, key=key, label=label[:300], values=shaped.values, errors=errors,
        note="\n".join(faults)[:LONGEST_NOTE],
    )  # fmt: skip


def _refused(part: str, line: int, key: str, label: str, error: str) -> Row:
    return Row(line=line, part=part, key=key[:300], label=label[:300], values={}, errors=[error])


def _by_owner(file: File, owner: str) -> dict[str, list]:
    if owner not in file.headers:
        raise ImportFileError(f"{file.name}: the column {owner} is missing.", line=1)
    found: dict[str, list] = {}
    for line, cells in file.rows:
        found.setdefault(cells[owner].strip(), []).append((line, cells))
    return found
