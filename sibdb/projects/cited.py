"""Which source bears out what: every fact of a page, or group of facts, carries the numbers of its sources."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from sibdb.models import Project, ProjectSource
from sibdb.models.part import Component

About, Group = ProjectSource.About, ProjectSource.Group


class Cited:
    """The sources of a project (fetched `for_page`, or a draft) in the order in which its page numbers them, from 1.

    Facts of which the record names no source carry `indigo`: the number of its record itself, the last in the list.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.sources: Sequence[ProjectSource] = project.parts("sources")

    @property
    def indigo(self) -> list[int]:
        return [len(self.sources) + 1]

    # --- groups of facts
    @cached_property
    def summary(self) -> list[int]:
        """Of our own words; nothing where the record names no source for them: they are not INDIGO's."""
        return self._naming(About.SUMMARY)

    @cached_property
    def stage(self) -> list[int]:
        return self._or_record(self._naming(Group.STAGE))

    @cached_property
    def dates(self) -> list[int]:
        return self._or_record(self._naming(About.DATES, Group.DATES))

    @cached_property
    def money(self) -> list[int]:
        """Of what could be paid, and was."""
        return self._or_record(self._naming(About.MONEY, Group.FINANCE))

    @cached_property
    def investment(self) -> list[int]:
        return self._naming(Group.INVESTMENT) or self.money

    @cached_property
    def purpose(self) -> list[int]:
        """Of the policy area, the issue and the service."""
        return self._or_record(self._naming(Group.PURPOSE))

    @cached_property
    def people(self) -> list[int]:
        """Of how many took part, or were planned."""
        return self._or_record(self._naming(Group.SERVICE))

    # --- parts
    @cached_property
    def outcomes(self) -> list[int]:
        return self.of_parts(self.project.parts("outcomes"), About.OUTCOMES)

    @cached_property
    def prices(self) -> list[int]:
        return self.of_parts(self.project.parts("prices"), About.OUTCOMES)

    @cached_property
    def results(self) -> list[int]:
        return self.of_parts(self.project.parts("results"), About.OUTCOMES)

    @cached_property
    def locations(self) -> list[int]:
        return self.of_parts(self.project.parts("locations"))

    def of_parts(self, parts: Iterable[Component], about: str = "") -> list[int]:
        """Of the sources that these rows name, else of those about such rows."""
        texts = [text for part in parts for text in (part.source_refs, getattr(part, "evaluation_refs", ""))]
        named = {ref.strip() for text in texts for ref in text.split(",")} - {""}
        numbers = [number for number, source in self._numbered if source.ref in named]
        return self._or_record(numbers or self._naming(about))

    # --- numbers
    @property
    def _numbered(self) -> Iterable[tuple[int, ProjectSource]]:
        return enumerate(self.sources, 1)

    def _naming(self, *groups: str) -> list[int]:
        wanted = set(groups)
        return [number for number, one in self._numbered if one.about in wanted or wanted.intersection(one.groups)]

    def _or_record(self, numbers: list[int]) -> list[int]:
        return numbers or self.indigo
