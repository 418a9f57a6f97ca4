"""What a reader has gathered here and could take along to people: one feature keeps it, another asks for it.

The keeper registers `lines_of(request)` from its `AppConfig.ready()`. Nobody hands anything on by themselves: who asks
shows the lines to the reader first, and takes them only if the reader says so.
"""

from collections.abc import Callable, Iterable

from django.http import HttpRequest

# Each with `what` it is, its `title` and its `url` on this site, all text. A paper has `answers` besides: what the
# reader wrote, as texts with their `label`. Its `url` tells it from the others.
Lines = list[dict]
MOST, MOST_PAPERS, LONGEST_PAPER = 60, 10, 6000
CUT = "There is more of it than fits here."

_keepers: dict[str, Callable[[HttpRequest], Lines]] = {}


def register(name: str, lines_of: Callable[[HttpRequest], Lines]) -> None:
    """Make a feature's things known; the same name again replaces it."""
    _keepers[name] = lines_of


def lines_of(request: HttpRequest) -> Lines:
    """What this reader could take along; nothing for someone without a session, at no cost."""
    lines = [line for keeper in _keepers.values() for line in keeper(request)]
    papers = [line for line in lines if line.get("answers")]
    return [*[line for line in lines if not line.get("answers")][:MOST], *papers[:MOST_PAPERS]]


def paper(*, what: str, title: str, url: str, answers: Iterable[tuple[str, str]]) -> dict:
    """A paper of (label, text) answers. Where it is longer than LONGEST_PAPER it ends before that, and says so."""
    taken, room = [], LONGEST_PAPER
    for label, text in answers:
        room -= len(label) + len(text)
        if room < 0:
            taken.append({"label": label, "text": f"{text[: max(room + len(text), 0)].rstrip()} … {CUT}".lstrip()})
            break
        taken.append({"label": label, "text": text})
    return {"what": what, "title": title, "url": url, "answers": taken}
