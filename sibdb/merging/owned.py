"""A merge changes what imports wrote. It stays theirs: only what a colleague wrote is left alone by later files."""

from collections.abc import Iterable

from sibdb.indigo.owning import TOUCHED, WRITTEN, fingerprint
from sibdb.indigo.plain import FUNDS, ORGANISATIONS, PlainRecords
from sibdb.indigo.projects import PROJECTS, IndigoProjects
from sibdb.models import Organisation, OutcomesFund


class Owned:
    """What of some records belongs to imports, asked before the merge. `fields`: those that a merge moves; or all."""

    def __init__(self, store: PlainRecords | IndigoProjects, pks: Iterable[int], *fields: str) -> None:
        ids = store.model.objects.filter(pk__in=pks).exclude(indigo_id="").values_list("indigo_id", flat=True)
        self._store, self._moved = store, fields
        self._before = store.stored(list(ids))

    def written_now(self) -> dict[str, dict[str, str]]:
        """By the record's INDIGO id, what is to be remembered: of fields that moved as they stand now, of others as
        they stood, so that what the merge put there is known for a colleague's."""
        now = self._store.stored(list(self._before))
        found = {}
        for key, stood in self._before.items():
            fields = dict.fromkeys(self._fields(key), stood)
            fields |= {name: now[key] for name in fields if not self._moved or name in self._moved}
            found[key] = now[key][WRITTEN] | {name: fingerprint(values[name]) for name, values in fields.items()}
        return found

    def remember(self) -> None:
        """Write it down, for records without drafts."""
        rows = {row.indigo_id: row for row in self._store.model.objects.filter(indigo_id__in=self._before)}
        for key, written in self.written_now().items():
            rows[key].indigo_written = written
        self._store.model.objects.bulk_update(rows.values(), ["indigo_written"])

    def _fields(self, key: str) -> list[str]:
        """Those that no colleague has edited."""
        stands = self._before[key]
        remembered = stands[WRITTEN]
        return [
            name
            for name, value in stands.items()
            if name not in (WRITTEN, TOUCHED)
            and (remembered[name] == fingerprint(value) if name in remembered else not stands[TOUCHED])
        ]


def of_projects(pks: Iterable[int]) -> Owned:
    """Of a project, everything that stands beside a role may move."""
    return Owned(PROJECTS, pks)


def of_funds(organisation: Organisation) -> Owned:
    """Of the funds that it hosts, pays into or runs."""
    hosted = OutcomesFund.objects.filter(host=organisation).values_list("pk", flat=True)
    return Owned(FUNDS, {*hosted, *organisation.fund_roles.values_list("fund", flat=True)}, "host", "organisations")


def of_organisations(keep: Organisation, drop: Organisation) -> Owned:
    """Of those that `drop` controls, and of the one that stays. What it takes over from `drop` is a colleague's
    decision: no file empties it again."""
    return Owned(ORGANISATIONS, {keep.pk, *drop.children.values_list("pk", flat=True)}, "parents")
