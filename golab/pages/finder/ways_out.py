"""Where nothing is found: the questions near the one that was asked, and what each would find."""

from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from golab.pages.finder.facets import count_each, narrowed
from golab.pages.finder.lines import Suggestion

MEANT = "meant"  # the question as it probably was meant


class WaysOut:
    """What `Found` offers where it has nothing."""

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """Where nothing is found: what was probably meant, which filter to drop, the most helpful first, and last the
        ways to everything."""
        ways = self._ways_out()
        counts = count_each({"": self.everything, **{key: queryset for key, (_, queryset, _) in ways.items()}})
        found = [
            Suggestion(f"{what} to see {self.finder.counted(counts[key])}", url, counts[key])
            for key, (what, _, url) in sorted(ways.items(), key=lambda way: (way[0] != MEANT, -counts[way[0]]))
            if counts[key]
        ]
        if any(map(str.isalnum, words := self.question.words)):
            url = f"{reverse('search:search')}?{urlencode({'q': words})}"
            found.append(Suggestion(f"Search everything for “{words}”", url))
        everything = Suggestion(f"See all {self.finder.counted(counts[''])}", self.path, counts[""])
        return found + [everything] * bool(everything.count)

    def _ways_out(self) -> dict[str, tuple[str, QuerySet, str]]:
        """Each question that is near this one: what to do for it, what it would find, and its address."""
        facets, question = self.finder.facets, self.question
        ways = {}
        for facet in facets:
            if picked := question.chosen.get(facet.key):
                label = " or ".join(f"“{option.label}”" for option in picked)
                left = narrowed(self.base, facets, question.chosen, leaving_out=facet)
                ways[facet.key] = (f"Remove {label}", left, self._url(question.without(facet.key)))
        if question.year_from or question.year_to:
            left = narrowed(self._matching(self.everything), facets, question.chosen)
            ways["years"] = ("Remove the years", left, self._url(question.without("years")))
        if question.words:
            left = narrowed(self._in_years(self.everything), facets, question.chosen)
            ways["q"] = (f"Remove “{question.words}”", left, self._url(question.without("q")))
            if likely := self.meant:
                fits = self._in_years(self.finder.matching(self.everything, likely.label))
                ways[MEANT] = (f"Search for “{likely.label}”", narrowed(fits, facets, question.chosen), likely.url)
        return ways
