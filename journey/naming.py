"""Which steps of the journey a sentence names: people say "price outcomes", and the step is called so.

Words are compared without their endings and never by their beginnings: "contact" does not name the contract. A long
sentence ranks a step by how often its other words fall, too; a step whose whole name was said comes before that.
"""

import re

from django.utils.html import escape

from golab.pages.tree import STEP, Node, site_tree
from golab.search.results import Hit

STEP_PAGE = "journey.steppage"
SMALL = {"what", "that", "this", "with", "your", "from", "where", "when", "which", "into", "needed", "early", "next"}
# Endings that leave a word the same: price, prices, priced, pricing; verify, verified; procure, procurement.
_ENDING = re.compile(
    r"(?<=[a-z]{3})(ations?|ments?|ings?|ions?|ers?|ies|ied|ial|al|at|ed|es|[ey])$|(?<=[a-z]{3})(?<!s)s$"
)
_DOUBLED = re.compile(r"([^aeiouls])\1$")  # planned, planning: plan


def _root(word: str) -> str:
    """The word without its endings, one after the other, while three letters stay."""
    while (shorter := _ENDING.sub("", word)) != word:
        word = shorter
    return _DOUBLED.sub(r"\1", word)


def _words(text: str) -> set[str]:
    """The roots of the words that carry meaning."""
    return {_root(word) for word in re.findall(r"[a-z]{4,}", text.lower()) if word not in SMALL}


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
