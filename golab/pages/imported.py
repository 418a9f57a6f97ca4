"""Records that come from files, written without writing over what a colleague has edited.

A feature says what its records look like (`ImportedRecords`); `golab.imports` and `load_demo` both write through it.
What was written last is remembered in `LoadedItem`, with the revision that the writing made.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from golab.imports.registry import Importer, ImportRowError, Row, Values
from golab.pages.clusters import MADE_HERE, publish_new, write_changed, write_new
from golab.pages.loading import Loader, digest
from golab.pages.models import LoadedItem


class EditedSince(Exception):
    """A colleague has edited the record since it was imported."""


class InWork(EditedSince):
    """A colleague is working on a draft of the record."""


class RemovedSince(Exception):
    """A colleague has removed the record since it was imported."""


class ImportedRecords(ABC):
    """The records of one model (with drafts) that files bring. `kind` stands before each key that is remembered.

    The model has a method `describe()`: it makes the fields that follow from the record's parts.
    """

    kind: str
    model: type[Model]

    @abstractmethod
    def complete(self) -> QuerySet:
        """All records with everything that `values_of` reads."""

    @abstractmethod
    def values_of(self, record: Model) -> Values:
        """A record in the form that a file's reading gives."""

    @abstractmethod
    def new(self, key: str, values: Values, now: datetime) -> Model:
        """A record that is not saved yet, with what `fill` does not set, and its slug."""

    @abstractmethod
    def slug_ending(self, key: str, values: Values) -> str:
        """What goes behind a slug that is taken."""

    @abstractmethod
    def fill(self, record: Model, values: Values) -> None:
        """Set what `values` holds. What the hub does not have is left out."""

    def filler(self) -> Callable[[Model, Values], None]:
        """How many records are filled in one go: `fill`, or one that looks up each term once."""
        return self.fill

    def found_otherwise(self, keys: Sequence[str]) -> dict[str, str]:
        """Primary keys, by their key, of records that no import made and that are the same all the same."""
        return {}

    def pks_of(self, keys: Sequence[str]) -> dict[str, str]:
        """Primary keys, by their key, of the records that are there."""
        otherwise, ours = self.found_otherwise(keys), {self._key_of(item): item.object_pk for item in self._items(keys)}
        there = {str(pk) for pk in self.model._base_manager.filter(pk__in=ours.values()).values_list("pk", flat=True)}
        return otherwise | {key: pk for key, pk in ours.items() if pk in there}

    def edited(self, pks: Iterable[str]) -> dict[str, bool]:
        """Of these records those that a colleague has edited since a file brought them, and whether a draft waits."""
        wanted = self.model._base_manager.filter(pk__in=pks).exclude(latest_revision=None)
        rows = {str(pk): (revision, draft) for pk, revision, draft in wanted.values_list(
            "pk", "latest_revision_id", "has_unpublished_changes"
        )}  # fmt: skip
        items = LoadedItem.objects.filter(object_pk__in=rows, key__startswith=self.item_key(""))
        ours = set(items.values_list("object_pk", "revision_id"))
        return {pk: draft for pk, (revision, draft) in rows.items() if (pk, revision) not in ours}

    def item_key(self, key: str) -> str:
        """What the record with this key in the file is remembered by."""
        return f"{self.kind}:{key}"

    def fingerprints(self, keys: Sequence[str]) -> dict[str, str]:
        """Of the values last written under each of these keys, as long as they stand unedited."""
        items = {self._key_of(item): item for item in self._items(keys)}
        stand = self.model._base_manager.filter(pk__in=[item.object_pk for item in items.values()])
        revisions = {str(pk): revision for pk, revision in stand.values_list("pk", "latest_revision_id")}
        return {key: item.digest for key, item in items.items() if revisions.get(item.object_pk) == item.revision_id}

    def stored(self, keys: Sequence[str]) -> dict[str, Values]:
        """The values of the records under these keys that are there."""
        pks = self.pks_of(keys)
        found = {str(record.pk): self.values_of(record) for record in self.complete().filter(pk__in=pks.values())}
        return {key: found[pk] for key, pk in pks.items() if pk in found}

    @transaction.atomic
    def save(
        self, *, key: str, values: Values, by: AbstractBaseUser | None, now: datetime, brings_back: bool = True
    ) -> Model:
        """Create or change the record under `key` to `values`, as one published revision.

        Raises EditedSince, ValidationError, and RemovedSince unless it `brings_back` what was removed.
        """
        item, found = self._standing(key)
        if item and not found and not brings_back:
            raise RemovedSince
        record = found or self._new(key, values, now)
        before = self.values_of(found) if found else None
        self.fill(record, values)
        if before == self.values_of(record):  # the rest of `values` is what the hub does not have
            return record
        record.full_clean(exclude=MADE_HERE)
        if found is None:
            record.save()
        record.save_revision(user=by, log_action=True, clean=False).publish(user=by)
        record.refresh_from_db()
        self._remember({key: record}, {key: values})
        return record

    @transaction.atomic
    def save_many(self, records: Mapping[str, Values], *, by: AbstractBaseUser | None, now: datetime) -> None:
        """Create or change records together, in as few queries as there are tables. What is empty in a record that
        a colleague has edited may be filled in, and what was filled in taken back: who calls compared first.

        Raises InWork, ValidationError, or what the database raises, for the first record that is refused.
        """
        pks = self.pks_of(list(records))
        list(self.model._base_manager.select_for_update().filter(pk__in=pks.values()).values_list("pk"))
        found = {str(record.pk): record for record in self.complete().filter(pk__in=pks.values())}
        edited = self.edited(pks.values())
        if any(edited.values()):
            raise InWork
        new = self._all_new({key: values for key, values in records.items() if pks.get(key) not in found}, now)
        changed = {key: found[pk] for key, pk in pks.items() if pk in found}
        fill = self.filler()
        for key, record in (new | changed).items():
            fill(record, records[key])
            self.check(record)
            record.describe()
        write_new(list(new.values()), by=by, now=now)
        write_changed(list(changed.values()), by=by, now=now)
        ours = {key: record for key, record in changed.items() if str(record.pk) not in edited}
        self._remember(new | ours, records)

    def check(self, record: Model) -> None:
        """Raise ValidationError for values that do not fit; a draft may lack some. Nothing is asked of the database."""
        given = [field for field in record._meta.concrete_fields if not field.generated]
        absent = [field.name for field in given if not record.live and field.value_from_object(record) in (None, "")]
        record.clean_fields(exclude=[field.name for field in given if field.is_relation] + absent)
        record.clean()

    @transaction.atomic
    def remove_many(self, keys: Sequence[str]) -> None:
        """Take back records that an import made. Raises EditedSince if a colleague has edited one."""
        items = self._items(keys)
        pks = list(items.values_list("object_pk", flat=True))
        if self.edited(pks):
            raise EditedSince
        self.model._base_manager.filter(pk__in=pks).delete()
        items.delete()

    @transaction.atomic
    def remove(self, *, key: str) -> None:
        """Take back a record that an import made. Raises EditedSince."""
        item, found = self._standing(key)
        if found:
            found.delete()
        if item:
            item.delete()

    def load(self, loader: Loader, what: str, rows: Iterable[Row]) -> None:
        """Write the rows of the content folder; again without harm, and what staff edited or removed stays so."""
        listed, now = list(rows), timezone.now()
        for row in listed:
            if row.errors:
                raise ValueError(f"{what}, line {row.line}: {' '.join(row.errors)}")
        keys = [row.key for row in listed]
        loaded, known = self.fingerprints(keys), self._known(keys)
        new = [row for row in loader.each(what, listed) if row.key not in known]
        if new:
            loader.counts["made"] += self._make(new, now)
        for row in listed:
            if row.key in known:
                loader.counts[self._load(row, loaded.get(row.key, ""), now)] += 1

    def _known(self, keys: Sequence[str]) -> set[str]:
        """The keys that an import wrote before, or that some record has."""
        return {self._key_of(item) for item in self._items(keys)} | set(self.found_otherwise(keys))

    def _make(self, rows: Sequence[Row], now: datetime) -> int:
        """Write records that are not there yet, all at once. Returns how many."""
        made = self._all_new({row.key: row.values for row in rows}, now)
        for row in rows:
            self.fill(made[row.key], row.values)
            made[row.key].describe()
        publish_new(list(made.values()), now=now)
        self._remember(made, {row.key: row.values for row in rows})
        return len(made)

    def _remember(self, records: Mapping[str, Model], values: Mapping[str, Values]) -> None:
        """Note what was written, so that what a colleague edits later is known."""
        LoadedItem.objects.remember(
            {self.item_key(key): (record, digest(values[key])) for key, record in records.items()}
        )

    def _new(self, key: str, values: Values, now: datetime) -> Model:
        return self._all_new({key: values}, now)[key]

    def _all_new(self, records: Mapping[str, Values], now: datetime) -> dict[str, Model]:
        """Records with slugs that nobody else has, by their key."""
        made = {key: self.new(key, values, now) for key, values in records.items()}
        ways = {key: self._slugs(record.slug, key, records[key]) for key, record in made.items()}
        wanted = {slug for slugs in ways.values() for slug in slugs}
        taken = set(self.model._base_manager.filter(slug__in=wanted).values_list("slug", flat=True))
        for key, record in made.items():
            record.slug = next(slug for slug in ways[key] if slug not in taken)
            taken.add(record.slug)
        return made

    def _slugs(self, slug: str, key: str, values: Values) -> list[str]:
        """What a record may be called, the shortest first; the last is nobody else's."""
        longer = f"{slug}-{self.slug_ending(key, values)}"
        return [slug, longer, f"{longer}-{digest(key)[:8]}"]

    def _load(self, row: Row, fingerprint: str, now: datetime) -> str:
        """Write one record if need be. Returns what became of it."""
        if fingerprint == digest(row.values):
            return "unchanged"
        try:
            self.save(key=row.key, values=row.values, by=None, now=now, brings_back=False)
        except EditedSince:
            return "kept"
        except RemovedSince:
            return "gone"
        return "updated"

    def _items(self, keys: Sequence[str]) -> QuerySet[LoadedItem]:
        return LoadedItem.objects.filter(key__in=[self.item_key(key) for key in keys])

    def _key_of(self, item: LoadedItem) -> str:
        return item.key.removeprefix(f"{self.kind}:")

    def _standing(self, key: str) -> tuple[LoadedItem | None, Model | None]:
        """What is remembered of a key, and its record. Raises EditedSince."""
        item = LoadedItem.objects.select_for_update().filter(key=self.item_key(key)).first()
        pk = item.object_pk if item else self.found_otherwise([key]).get(key)
        found = self.model._base_manager.filter(pk=pk).first() if pk else None
        if found and (item is None or found.latest_revision_id != item.revision_id):
            raise EditedSince
        return item, found


class RecordImporter(Importer):
    """An importer that writes through `records`; `kept` is what it says of a record that a colleague has edited."""

    records: ImportedRecords
    kept: str

    def current(self, keys: Sequence[str]) -> Mapping[str, Values]:
        return self.records.stored(keys)

    def write(self, key: str, values: Values, *, by: AbstractBaseUser | None, now: datetime) -> None:
        try:
            self.records.save(key=key, values=values, by=by, now=now)
        except EditedSince:
            raise ImportRowError(self.kept) from None

    def remove(self, key: str, *, by: AbstractBaseUser | None, now: datetime) -> None:
        try:
            self.records.remove(key=key)
        except EditedSince:
            raise ImportRowError(self.kept) from None
