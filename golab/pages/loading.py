"""Loads content from files into pages and records: again without harm, and never over what staff have edited."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published

from golab.pages.clusters import MADE_HERE, publish_new, save_first_revisions
from golab.pages.models import LoadedItem

Values = dict[str, object]


def digest(values: Values | str) -> str:
    """A fingerprint of content, the same for the same content."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def _filled(record: models.Model, values: Values) -> models.Model:
    for name, value in values.items():
        setattr(record, name, value)
    record.clean_fields(exclude=MADE_HERE)
    record.clean()
    return record


@dataclass
class Loader:
    """Counts what it did: made, updated, unchanged, kept (edited by staff), gone (removed by staff)."""

    tell: Callable[[str], None] = print
    counts: Counter = field(default_factory=Counter)
    changed: dict[tuple[type[models.Model], object], None] = field(default_factory=dict)

    def page(
        self,
        parent: Page,
        model: type[Page],
        slug: str,
        values: Values,
        terms: Values | None = None,
        *,
        is_draft: bool = False,
    ) -> Page | None:
        """The page `slug` below `parent`, published unless it `is_draft`; None when staff removed it.

        `terms` are the values of many-to-many fields, and the rows that belong to the page.
        """
        key = f"page:{parent.url_path}{slug}/"
        item = LoadedItem.objects.filter(key=key).first()
        found = model.objects.filter(pk=item.object_pk).first() if item else None
        if item and found is None:
            return self._count("gone", None)
        print_ = digest({**values, **{name: [str(term) for term in many] for name, many in (terms or {}).items()}})
        if item and item.revision_id != found.latest_revision_id:
            return self._count("kept", found)
        if item and item.digest == print_:
            return self._count("unchanged", found)
        page = found or model(slug=slug)
        self._save(parent, page, values, terms or {}, is_new=found is None, is_draft=is_draft)
        self._remember({key: (page, print_)})
        return self._count("updated" if found else "made", page)

    @transaction.atomic
    def _save(self, parent: Page, page: Page, values: Values, terms: Values, *, is_new: bool, is_draft: bool) -> None:
        for name, value in values.items():
            setattr(page, name, json.dumps(value) if isinstance(value, list) else value)
        for name, many in terms.items():
            setattr(page, name, many)
        if is_new:
            self._add(parent, page, is_draft=is_draft)
        else:
            revision = page.save_revision(log_action=False, clean=True)
            if not is_draft:
                revision.publish(log_action=False)
        page.refresh_from_db()

    def _add(self, parent: Page, page: Page, *, is_draft: bool) -> None:
        """A new page with its first revision. Saved once: to publish a revision would save all of it twice more."""
        page.live = not is_draft
        parent.add_child(instance=page)
        if is_draft:
            page.save_revision(log_action=False, clean=False)  # adding has checked it
        else:
            save_first_revisions([page], now=timezone.now())
            page_published.send(sender=type(page), instance=page, revision=page.live_revision)

    @transaction.atomic
    def complete(self, page: Page) -> None:
        """Publish what could only be set once other pages were there, unless staff have edited the page since."""
        items = LoadedItem.objects.filter(object_pk=str(page.pk), key__startswith="page:")
        if items.filter(revision_id=page.latest_revision_id).exists():
            page.save_revision(log_action=False).publish(log_action=False)
            page.refresh_from_db()
            items.update(revision_id=page.latest_revision_id)

    @transaction.atomic
    def records(self, model: type[models.Model], entries: Mapping[str, tuple[Values, Values]]) -> None:
        """Published records, each remembered by its key: what it is found by, and the rest of its values."""
        known = {item.key: item for item in LoadedItem.objects.filter(key__in=entries)}
        standing = model.objects.in_bulk([item.object_pk for item in known.values()])
        new = {}
        for key, (lookup, values) in entries.items():
            if key in known:
                found = standing.get(model._meta.pk.to_python(known[key].object_pk))
                self.counts[self._record(known[key], found, values)] += 1
            else:
                new[key] = _filled(model(**lookup), values)
        if new:
            self._make({key: (record, digest(entries[key][1])) for key, record in new.items()})

    def _make(self, new: Mapping[str, tuple[models.Model, str]]) -> None:
        publish_new([record for record, _ in new.values()], now=timezone.now())
        self._remember(new)
        self.counts["made"] += len(new)

    def _record(self, item: LoadedItem, found: models.Model | None, values: Values) -> str:
        """Bring one record up to date. Returns what became of it."""
        if found is None:
            return "gone"
        if item.revision_id != found.latest_revision_id:
            return "kept"
        if item.digest == digest(values):
            return "unchanged"
        record = _filled(found, values)
        record.save()
        record.save_revision(clean=False).publish()
        record.refresh_from_db()
        self._remember({item.key: (record, digest(values))})
        return "updated"

    def index_references(self) -> None:
        """Note where each loaded thing is used, for a caller that switched off Wagtail's own noting."""
        for model, pk in self.changed:
            ReferenceIndex.create_or_update_for_object(model.objects.get(pk=pk))

    def _remember(self, loaded: Mapping[str, tuple[models.Model, str]]) -> None:
        self.changed |= {(type(one), one.pk): None for one, _ in loaded.values()}
        LoadedItem.objects.remember(loaded)

    def _count(self, what: str, result):
        self.counts[what] += 1
        return result

    def each(self, what: str, things: Iterable) -> Iterable:
        """Go through `things`, telling how far along it is."""
        listed = list(things)
        self.tell(f"{what}: {len(listed)}")
        yield from listed
