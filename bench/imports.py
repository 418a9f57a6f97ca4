"""`make bench-imports`: the time and the memory that a large file of references takes, new and changed.

What it brings it takes away again, by the undo that staff have; that is measured too.
"""

import os
import resource
import sys
import time
from io import BytesIO

from golab.embedded.progress import say

RECORD = """TY  - JOUR
TI  - Measured by the bench {number}{ending}
AU  - Carter, Eleanor
AU  - Rosenbach, Felix
PY  - {year}
T2  - Journal of measures
VL  - {volume}
SP  - {number}
DO  - 10.99999/bench.{number}
KW  - Health
AB  - {abstract}
ER  -
"""
ABSTRACT = "Other people's words, which are read and let go. " * 20


def main(arguments: list[str]) -> int:
    """Import as many records as the first argument says (10,000), change each, and take all back."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "golab.settings")
    os.environ["LOG_LEVEL"] = "ERROR"
    django.setup()
    from django.utils import timezone

    from golab.imports import actions, work

    def run(ending: str):
        content = references(count, ending)
        return work.import_file(kind="publications", name="bench.ris", content=content, by=None)

    def undo(job):
        actions.undo(job=job, by=None, now=timezone.now())
        work.work_on(job_id=job.pk)

    count = int(arguments[0]) if arguments else 10_000
    made = timed(f"{count:,} new", lambda: run(""))
    changed = timed(f"{count:,} changed", lambda: run(", again"))
    timed(f"{count:,} changed back", lambda: undo(changed))
    timed(f"{count:,} taken away", lambda: undo(made))
    return 0


def references(count: int, ending: str) -> bytes:
    """A file of RIS, made without a second copy: the memory that is measured is to be the import's."""
    file = BytesIO()
    for number in range(count):
        more = {"year": 1990 + number % 30, "volume": number % 40, "abstract": ABSTRACT}
        file.write(RECORD.format(number=number, ending=ending, **more).encode())
    return file.getvalue()


def timed(what: str, work):
    """Do it, and say how long it took by the clock, how long this process worked, and how far its memory grew."""
    clock, worked, memory = time.perf_counter(), time.process_time(), _peak()
    result = work()
    say(
        f"  {what:<24} {time.perf_counter() - clock:7.1f} s, {time.process_time() - worked:7.1f} s of them in Python; "
        f"peak of memory {memory} to {_peak()} MB"
    )
    return result


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
