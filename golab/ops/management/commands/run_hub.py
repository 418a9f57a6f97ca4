from django.core.management.base import BaseCommand, CommandError

from golab.embedded.__main__ import main


class Command(BaseCommand):
    """Start the whole hub. `manage.py` calls the same function without asking for settings first."""

    help = "Starts the database, the web server and the background work, until Ctrl-C (behind `make run`)."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        if status := main(["run"]):
            raise CommandError("The hub did not start.", returncode=status)
