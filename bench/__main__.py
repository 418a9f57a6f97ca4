"""`make bench`: one line for each kind of page, then bookings, messages, and search on made documents. Kept as JSON in
DATA_DIR/bench.

`make bench ARGS=--reference` also makes the figures those of `docs/bench/`, with which later runs compare;
`ARGS=--only=pages`, `=bookings`, `=messages` or `=search` measures a part, and
`ARGS="--documents 10000 100000 1000000"` other sizes.
"""

import json
import os
import platform
import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from golab.embedded.progress import say, step

REFERENCE = Path(__file__).resolve().parent.parent / "docs/bench"
SIZES = [10_000, 100_000]
MOST_TIMES_TANTIVY, MOST_TIMES_ITS_OWN = 12, 6  # at the larger of the two sizes


def main(arguments: list[str]) -> int:
    """Measure, print, keep. Returns 1 when a page does not answer 200."""
    import django

    asked = _read(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "golab.settings")
    os.environ["LOG_LEVEL"] = "ERROR"  # a line for each of some thousand requests would be measured too
    django.setup()
    from bench.measure import ROUNDS

    pages = _measure_pages() if asked.only in (None, "pages") else []
    if pages is None:
        return 1
    bookings = _measure_bookings() if asked.only in (None, "bookings") else []
    messages = _measure_messages() if asked.only in (None, "messages") else []
    searches = _measure_search(asked.documents) if asked.only in (None, "search") else []
    parts = {"pages": pages, "bookings": bookings, "messages": messages, "search": searches}
    keep(parts, as_reference=asked.reference, rounds=ROUNDS)
    return 0


def _read(arguments: list[str]) -> Namespace:
    parser = ArgumentParser(prog="make bench")
    parser.add_argument("--reference", action="store_true", help="keep the figures in docs/bench")
    parser.add_argument("--only", choices=["pages", "bookings", "messages", "search"])
    parser.add_argument("--documents", type=int, nargs="+", default=SIZES, help="sizes of the made collections")
    return parser.parse_args(arguments)


def _measure_pages() -> list | None:
    """Each kind of page; None where one does not answer."""
    from bench.generated import grown, many_projects
    from bench.kinds import KINDS, addresses
    from bench.measure import ROUNDS, measure, unanswered

    pages = addresses()
    if missing := [*(set(KINDS) - set(pages)), *unanswered(pages)]:
        say(f"Not here, or not answering 200: {', '.join(sorted(missing))}.")
    if not pages or unanswered(pages):
        say("Load the content first with `make run`.")
        return None
    with step(f"Median of {ROUNDS} rounds, in one process, page and bare view in turn"):
        results = list(measure(pages))
        with many_projects() as sizes:
            lists = [list(measure(longer)) for longer in sizes]
    results += [result for each in lists for result in each]
    for result in results:
        say(result.line())
    for line in grown(*lists) if lists else ():
        say(line)
    return results


def _measure_bookings() -> list:
    """A rush for few times, and the page of many; nothing where surgeries are not installed."""
    from django.apps import apps

    if not apps.is_installed("surgeries"):
        return []
    from bench.bookings import measure_bookings

    results = []
    for result in measure_bookings():
        results.append(result)
        say(result.line())
    return results


def _measure_messages() -> list:
    """One worker and thousands of messages."""
    from bench.draining import MESSAGES, measure_draining

    with step(f"One worker drains {MESSAGES} messages, in a copy of the database"):
        result = measure_draining()
    say(result.line())
    return [result]


def _measure_search(sizes: list[int]) -> list:
    """Search at each size, beside tantivy."""
    from bench.searching import growth, measure_search

    results = []
    say("Making documents to search: some minutes")
    for result in measure_search(sizes):
        results.append(result)
        say(result.line())
    for line in growth(results, most_beside=MOST_TIMES_TANTIVY, most_growth=MOST_TIMES_ITS_OWN):
        say(line)
    return results


def keep(parts: dict[str, list], *, as_reference: bool, rounds: int) -> None:
    """Write the files."""
    from django.conf import settings

    now = datetime.now(UTC)
    about = {"at": now.isoformat(), "python": platform.python_version(), "cores": os.cpu_count(), "rounds": rounds}
    measured = {name: [each.as_dict() for each in results] for name, results in parts.items()}
    content = json.dumps(about | measured, indent=1) + "\n"
    file = settings.DATA_DIR / "bench" / f"{now:%Y-%m-%dT%H%M%S}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)
    say(f"  Kept in {file}")
    if as_reference:
        (REFERENCE / "reference.json").write_text(content)
        lines = [each.line().strip() for results in parts.values() for each in results]
        (REFERENCE / "reference.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
