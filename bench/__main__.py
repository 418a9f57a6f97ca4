"""`make bench`: one line for each kind of page; the figures are kept as JSON in DATA_DIR/bench.

`make bench ARGS=--reference` also makes them those of `docs/bench/`, with which later runs compare.
"""

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from golab.embedded.progress import say, step

REFERENCE = Path(__file__).resolve().parent.parent / "docs/bench"


def main(arguments: list[str]) -> int:
    """Measure, print, keep. Returns 1 when a page does not answer 200."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "golab.settings")
    os.environ["LOG_LEVEL"] = "ERROR"  # a line for each of some thousand requests would be measured too
    django.setup()
    from bench.generated import many_projects
    from bench.kinds import KINDS, addresses
    from bench.measure import ROUNDS, measure, unanswered

    pages = addresses()
    if missing := [*(set(KINDS) - set(pages)), *unanswered(pages)]:
        say(f"Not here, or not answering 200: {', '.join(sorted(missing))}.")
    if not pages or unanswered(pages):
        say("Load the content first with `make run`.")
        return 1
    with step(f"Median of {ROUNDS} rounds, in one process, page and bare view in turn"):
        results = list(measure(pages))
        with many_projects() as longer:
            results += measure(longer) if longer else []
    report(results, arguments, rounds=ROUNDS)
    return 0


def report(results: list, arguments: list[str], *, rounds: int) -> None:
    """Print a line for each result and write the files."""
    from django.conf import settings

    lines = [result.line() for result in results]
    for line in lines:
        say(line)
    now = datetime.now(UTC)
    about = {"at": now.isoformat(), "python": platform.python_version(), "cores": os.cpu_count(), "rounds": rounds}
    content = json.dumps({**about, "pages": [result.as_dict() for result in results]}, indent=1) + "\n"
    file = settings.DATA_DIR / "bench" / f"{now:%Y-%m-%dT%H%M%S}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)
    say(f"  Kept in {file}")
    if "--reference" in arguments:
        (REFERENCE / "reference.json").write_text(content)
        (REFERENCE / "reference.txt").write_text("\n".join(line.strip() for line in lines) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
