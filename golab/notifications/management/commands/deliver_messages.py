"""Send what is due without a broker: for cron, a second container, or a person whose queue is down."""

from datetime import timedelta

from django.core.management.base import BaseCommand

from golab.notifications import upkeep


class Command(BaseCommand):
    help = "Sends the messages that are due, without the queue. Safe to run at any time and beside workers."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--seconds", type=float, help="Stop after so many seconds (default: when nothing is due).")

    def handle(self, *args, seconds: float | None, **options) -> None:
        outcomes = upkeep.sweep(limit=timedelta(seconds=seconds) if seconds else None)
        for outcome, count in sorted(outcomes.items()):
            self.stdout.write(f"{outcome}: {count}")
        self.stdout.write(f"{outcomes.total()} tried")
