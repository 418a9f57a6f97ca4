"""Send what is due without a broker: for cron, a second container, or a person whose queue is down."""

import signal
import threading
from collections import Counter
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections

from golab.notifications import upkeep
from golab.notifications.delivery import deliver_due


class Command(BaseCommand):
    help = "Sends the messages that are due, without the queue. Safe to run at any time and beside workers."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--seconds", type=float, help="Stop after so many seconds (default: when nothing is due).")

        parser.add_argument("--every", type=float, help="Do so again and again, so many seconds apart, until stopped.")

    def handle(self, *args, seconds: float | None, every: float | None, **options) -> None:
        limit = timedelta(seconds=seconds) if seconds else None
        if every:
            self._again_and_again(every, limit)
        else:
            self._tell(upkeep.sweep(limit=limit))

    def _again_and_again(self, every: float, limit: timedelta | None) -> None:
        """Beside a worker. Leaves no heartbeat, so that health still sees when the worker's own sweep has stopped."""
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            try:
                self._tell(deliver_due(limit=limit))
            except (DatabaseError, InterfaceError) as error:
                self.stderr.write(f"The database cannot be reached: {error}".strip())
                close_old_connections()
            stopped.wait(every)

    def _tell(self, outcomes: Counter) -> None:
        for outcome, count in sorted(outcomes.items()):
            self.stdout.write(f"{outcome}: {count}")
        self.stdout.write(f"{outcomes.total()} tried")
