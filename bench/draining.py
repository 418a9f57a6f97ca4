"""5,000 messages, one worker, a mail server on this machine: nothing lost or doubled, and pages go on meanwhile.

All happens in a copy of the database on a server of its own, since the worker sends whatever is due.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import monotonic

MESSAGES = 5_000
AIM_A_SECOND = 50
MOST_SLOWER = 1.3
ROUNDS_AT_REST = 60
PAGES = ("/", "/surgeries/", "/search/?q=price", "/library/")


@dataclass(frozen=True)
class Drained:
    """What came of it. `slower` is the median page meanwhile over the median page at rest.

    The clock starts when the worker has begun to send; what it had sent before is in `messages`, not in `timed`.
    """

    messages: int
    timed: int
    seconds: float
    lost: int
    doubled: int
    at_rest_ms: float
    meanwhile_ms: float

    @property
    def a_second(self) -> float:
        return self.timed / self.seconds

    @property
    def slower(self) -> float:
        return self.meanwhile_ms / self.at_rest_ms

    def line(self) -> str:
        """For the terminal."""
        is_whole = (self.lost, self.doubled) == (0, 0)
        is_good = is_whole and self.a_second >= AIM_A_SECOND and self.slower <= MOST_SLOWER
        verdict = "" if is_good else "   MISSED"
        return (
            f"  {self.messages} messages  {self.a_second:5.1f} a second (aim {AIM_A_SECOND}), {self.lost} lost,"
            f" {self.doubled} doubled; pages {self.at_rest_ms:.1f} ms at rest, {self.meanwhile_ms:.1f} ms meanwhile"
            f" = {self.slower:.2f} (at most {MOST_SLOWER}){verdict}"
        )

    def as_dict(self) -> dict:
        """For the file."""
        return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(self).items()}


def measure_draining(messages: int = MESSAGES) -> Drained:
    """Copy the database and measure there, in a process that knows no other."""
    from tests.ops.test_faults import copy_test_database
    from tests.servers import throwaway_place, throwaway_postgres

    with throwaway_postgres() as postgres, throwaway_place() as place:
        copy_test_database(postgres.url, place / "database.dump")
        environ = os.environ | {"DATABASE_URL": postgres.url, "REDIS_URL": "", "PAGE_CACHE_SECONDS": "0"}
        command = [sys.executable, "-m", "bench.draining", str(place), str(messages)]
        told = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        if told.returncode:
            raise RuntimeError(told.stderr)
        return Drained(**json.loads(told.stdout.splitlines()[-1]))


@contextmanager
def sink(file: Path) -> Iterator[int]:
    """The port of a mail server that writes down what it takes."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-m", "bench.sink", str(file)], **pipes) as server:
        yield int(server.stdout.readline())
        server.stdin.close()


def write_messages(count: int) -> set[str]:
    """Rows that are due, each as long as a confirmation with its calendar entry. Returns their Message-IDs."""
    from django.utils import timezone

    from golab.notifications.examples import example_of
    from golab.notifications.kinds import get
    from golab.notifications.models import OutgoingMessage
    from tests.factories.notifications import OutgoingMessageFactory

    OutgoingMessage.objects.all().delete()
    words = example_of(get("booking_confirmed"))
    fields = {"subject": words.subject, "body_text": words.text, "body_html": words.html}
    fields |= {"kind": "account_mail", "priority": OutgoingMessage.Priority.BULK, "created_at": timezone.now()}
    rows = OutgoingMessageFactory.build_batch(count, **fields)
    OutgoingMessage.objects.bulk_create(rows, batch_size=500)
    return {row.message_id for row in rows}


def main(place: Path, count: int) -> Drained:
    """Pages at rest, then pages while the worker drains."""
    from bench.measure import Reader

    reader, file = Reader(), place / "taken"
    pages = [page for page in PAGES if reader.get(page) == 200]
    if not pages:
        raise RuntimeError("Load the content first with `make run`.")
    written = write_messages(count)
    at_rest = [reader.milliseconds(page) for _ in range(ROUNDS_AT_REST) for page in pages]
    with sink(file) as port:
        environ = os.environ | {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        worker = subprocess.Popen([sys.executable, "manage.py", "deliver_messages"], env=environ, stdout=sys.stderr)
        while not file.exists() or not file.read_text():
            if worker.poll():
                raise RuntimeError("The worker ended before it had begun.")
            reader.get(pages[0])
        begun, already = monotonic(), len(file.read_text().split())
        meanwhile = []
        while worker.poll() is None:
            meanwhile += [reader.milliseconds(page) for page in pages]
        seconds = monotonic() - begun
    taken = Counter(file.read_text().split())
    return Drained(
        messages=count,
        timed=count - already,
        seconds=seconds,
        lost=len(written - taken.keys()),
        doubled=sum(taken.values()) - len(taken),
        at_rest_ms=median(at_rest),
        meanwhile_ms=median(meanwhile),
    )


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "golab.settings")
    os.environ["LOG_LEVEL"] = "ERROR"
    django.setup()
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2])).as_dict()) + "\n")
