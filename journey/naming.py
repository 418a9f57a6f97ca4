"""Which steps of the journey a sentence names: people say "price outcomes", and the step is called so.

A long sentence ranks a step by how often its other words fall, too; a step whose whole name was said comes before that.
"""

import re

from django.utils.html import escape

from golab.search.results import Hit
from journey.map import MapStep, journey_map

SAME = 4  # letters at the beginning that make two words one: price, pricing, priced
SMALL = {"what", "that", "this", "with", "your", "from", "where", "when", "which", "into", "needed", "early", "next"}


def _words(text: str) -> set[str]:
    """The beginnings of the words that carry meaning."""
    return {word[:SAME] for word in re.findall(r"[a-z]+", text.lower()) if len(word) >= SAME and word not in SMALL}


def named_in(text: str) -> list[MapStep]:
    """Steps of whose names at least two words were said, and all of them; the longest name first."""
    said = _words(text)
    names = [(_words(step.title), step) for step in journey_map.get().steps]
    named = [(len(name), step) for name, step in names if len(name) > 1 and name <= said]
    return [step for _, step in sorted(named, key=lambda pair: -pair[0])]


def as_hit(step: MapStep) -> Hit:
    """The step as search would show it."""
    stage = journey_map.get().stages[step.stage_no - 1]
    summary, title = step.summary or step.aim, escape(step.title)
    return Hit("step", step.key, step.url, step.title, stage.title, summary, title, escape(summary))
