"""From the records of a file to what they would change."""

import json
from collections.abc import Sequence

from golab.imports.models import ImportChange, ImportJob
from golab.imports.registry import Importer, Row, Values


def plan(
    job: ImportJob, importer: Importer, rows: Sequence[Row], *, seen: dict[str, str], start: int
) -> list[ImportChange]:
    """Changes, not yet saved, for `rows`, compared with what is stored. `seen` gathers keys and where they stood."""
    stored = importer.current([row.key for row in rows if not row.errors])
    changes = []
    for position, row in enumerate(importer.settle(rows, stored), start=start):
        change = ImportChange(
            job=job,
            position=position,
            part=row.part,
            line=row.line,
            key=row.key,
            label=row.label,
            after=json.loads(json.dumps(row.values)),
            note=row.note,
            error=" ".join(row.errors),
        )
        if not change.error and row.key in seen:
            change.error = f"The same record stands at {seen[row.key]} already. Keep one of the two."
        if change.error:
            change.action = ImportChange.Action.REFUSE
        else:
            seen[row.key] = change.place.lower()
            change.before = values_of(stored.get(row.key), row.values)
            change.action = _action(change)
        changes.append(change)
    return changes


def values_of(stored: Values | None, fields: Values) -> Values | None:
    """Of the stored values those that the file has, as they look once they went through JSON."""
    if stored is None:
        return None
    return json.loads(json.dumps({name: stored.get(name) for name in fields}))


def _action(change: ImportChange) -> str:
    if change.before is None:
        return ImportChange.Action.CREATE
    return ImportChange.Action.UNCHANGED if change.before == change.after else ImportChange.Action.UPDATE
