"""`make bench`: one line for each kind of page, and the figures as JSON in bench/results."""

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from golab.embedded.progress import say, step

RESULTS = Path(__file__).resolve().parent / "results"


def main() -> int:
    """Measure, print, keep. Returns 1 when a page did not answer 200."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "golab.settings")
    os.environ["LOG_LEVEL"] = "ERROR"  # a line for each of some thousand requests would be measured too
    django.setup()
    from bench.measure import ROUNDS, measure, unanswered

    if missing := unanswered():
        say(f"These do not answer 200: {', '.join(missing)}. Load the content first with `make run`.")
        return 1
    with step(f"Median of {ROUNDS} rounds, in one process, page and bare view in turn"):
        results = measure()
    for result in results:
        say(result.line())
    now = datetime.now(UTC)
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{now:%Y-%m-%dT%H%M%S}.json"
    about = {"at": now.isoformat(), "python": platform.python_version(), "cores": os.cpu_count(), "rounds": ROUNDS}
    file.write_text(json.dumps({**about, "pages": [result.as_dict() for result in results]}, indent=1))
    say(f"  Kept in {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
