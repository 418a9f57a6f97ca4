"""Hold all messages, for the moment between restoring a backup and starting the hub."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from golab.notifications import hold


class Command(BaseCommand):
    help = "Holds all messages until staff look through them under Messages in the CMS. Run it after a restore."

    def add_arguments(self, parser) -> None:
        parser.add_argument("reason", nargs="?", default="Restored from a backup", help="for your colleagues")

    def handle(self, *args, reason: str, **options) -> None:
        held = hold.begin(reason=reason, now=timezone.now())
        self.stdout.write(f"Messages are held since {held.since:%Y-%m-%d %H:%M} UTC: {held.reason}")
