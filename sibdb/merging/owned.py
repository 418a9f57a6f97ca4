"""A merge changes what imports wrote. It stays theirs: only what a colleague wrote is left alone by later files."""

from collections.abc import Sequence

from sibdb.indigo.owning import TOUCHED, WRITTEN, fingerprint
from sibdb.indigo.projects import PROJECTS
from sibdb.models import Project


class Owned:
    """What of some projects belongs to imports, asked before the merge."""

    def __init__(self, pks: Sequence[int]) -> None:
        ids = Project.objects.filter(pk__in=pks).exclude(indigo_id="").values_list("indigo_id", flat=True)
        self._before = PROJECTS.stored(list(ids))

    def written_now(self) -> dict[str, dict[str, str]]:
        """By the project's INDIGO id, what is to be remembered of the values as they stand now."""
        now = PROJECTS.stored(list(self._before))
        return {
            key: {**now[key][WRITTEN], **{name: fingerprint(now[key][name]) for name in self._fields(key)}}
            for key in self._before
        }

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
