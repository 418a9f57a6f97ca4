"""Which steps of the journey a sentence names: people say "price outcomes", and the step is called so.

A long sentence ranks a step by how often its other words fall, too; a step whose whole name was said comes before that.
"""

import re

from django.utils.html import escape

from golab.pages.tree import STEP, Node, site_tree
from golab.search.results import Hit

STEP_PAGE = "journey.steppage"
SAME = 4  # letters at the beginning that make two words one: price, pricing, priced
SMALL = {"what", "that", "this", "with", "your", "from", "where", "when", "which", "into", "needed", "early", "next"}


def _words(text: str) -> set[str]:
    """The beginnings of the words that carry meaning."""
    return {word[:SAME] for word in re.findall(r"[a-z]+", text.lower()) if len(word) >= SAME and word not in SMALL}


def named_in(text: str) -> list[Hit]:
    """Steps of whose names at least two words were said, and all of them; the longest name first. It asks nothing."""
    said = _words(text)
    names = [(_words(node.title), node) for node in site_tree.get().nodes
             if node.model == STEP_PAGE and not node.is_restricted]  # fmt: skip
    named = [(len(name), node) for name, node in names if len(name) > 1 and name <= said]
    return [_hit(node) for _, node in sorted(named, key=lambda pair: -pair[0])]


def _hit(node: Node) -> Hit:
    """The step as search would show it. A step's address ends with its key."""
    stage, title, summary = site_tree.get().by_path[node.path[:-STEP]], escape(node.title), escape(node.summary)
    return Hit("step", node.url.split("/")[-2], node.url, node.title, stage.title, node.summary, title, summary)
