"""Documents and questions made for measuring search: words as frequent as in the hub's own content."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from random import Random

from golab.search.models import SearchDocument
from golab.search.sources import Document

_WORD = re.compile(r"[a-z]{2,}")
KINDS = ("publication", "project", "guide", "event", "news", "term", "page", "step")
KIND_WEIGHTS = (50, 20, 8, 8, 8, 3, 2, 1)
AREAS = [f"area-{number}" for number in range(12)]
STAGES = [f"stage-{number}" for number in range(5)]
COUNTRIES = [f"{first}{second}" for first in "ABCDEF" for second in "GHIJKLM"]
YEARS = range(2000, 2027)
# Words: title, summary and body of a record of a library, on average.
LENGTHS = (9, 30, 110)
THEMES = 400  # documents speak of something, and so their words come together
WORDS_OF_A_THEME = 60
SHARE_OF_THE_THEME = 0.3


class Generator:
    """Makes the same documents and questions every time."""

    def __init__(self, documents: int, *, seed: int = 4) -> None:
        self.random = Random(seed)  # noqa: S311 (nothing secret)
        counted = _counted()
        self.words = [*counted, *self._rare([*counted], wanted=int(120 * documents**0.5))]
        weights = [*counted.values(), *([0.3] * (len(self.words) - len(counted)))]
        self.running = [*accumulate(weights)]
        self.stop = set([*counted][:60])  # the most frequent are "the", "of" and their like
        telling = self.words[60:]
        self.themes = [self.random.sample(telling, WORDS_OF_A_THEME) for _ in range(THEMES)]

    def _rare(self, known: list[str], *, wanted: int) -> list[str]:
        """Words that nobody uses twice a year: a large collection has ever more of them."""
        heads, tails = [word[:4] for word in known], [word[-4:] for word in known]
        made = {self.random.choice(heads) + self.random.choice(tails) for _ in range(max(wanted - len(known), 0))}
        return sorted(made - {*known})

    def documents(self, first: int, last: int) -> Iterator[tuple[str, Document]]:
        """Kind and document, numbered."""
        for number in range(first, last):
            theme = self.random.choice(self.themes)
            title, summary, body = (self._text(theme, self._about(length)) for length in LENGTHS)
            yield (
                self.random.choices(KINDS, KIND_WEIGHTS)[0],
                Document(
                    key=f"made-{number}",
                    url=f"/made/{number}/",
                    title=title.capitalize(),
                    summary=f"{summary.capitalize()}.",
                    body=f"{body.capitalize()}.",
                    date=date(self.random.choice(YEARS), 1, 1),
                    policy_areas=self._some(AREAS, 3),
                    stages=self._some(STAGES, 2),
                    countries=self._some(COUNTRIES, 2),
                ),
            )

    def questions(self, count: int) -> list[str]:
        """One to four words that documents of a theme have, and every tenth a long question."""
        return [self._question(number) for number in range(count)]

    def _question(self, number: int) -> str:
        theme, length = self.random.choice(self.themes), 12 if number % 10 == 9 else 1 + number % 4
        words = [word for word in self._text(theme, 60).split() if number % 10 == 9 or word not in self.stop]
        return " ".join(dict.fromkeys(words[:length]))

    def _about(self, length: int) -> int:
        return max(3, round(self.random.lognormvariate(0, 0.5) * length))

    def _text(self, theme: list[str], length: int) -> str:
        words = self.random.choices(self.words, cum_weights=self.running, k=length)
        return " ".join(
            self.random.choice(theme) if self.random.random() < SHARE_OF_THE_THEME else word for word in words
        )

    def _some(self, values: list[str], most: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.random.choices(values, k=self.random.randint(1, most))))


def _counted() -> dict[str, int]:
    """The words of the hub's own content, the most frequent first."""
    counter: Counter[str] = Counter()
    for texts in SearchDocument.objects.values_list("title", "summary", "body").iterator():
        counter.update(_WORD.findall(" ".join(texts).lower()))
    return dict(counter.most_common())
