from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from golab.embedded.launch import STAFF_EMAIL


class Command(BaseCommand):
    """Make the demonstration's staff account once; a password that somebody has changed stays changed."""

    help = f"Creates {STAFF_EMAIL}, an administrator, with the password in a file. Only where DEMO=1."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--password-file", type=Path, required=True)

    @transaction.atomic
    def handle(self, *args: object, password_file: Path, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration's staff account exists only where DEMO=1.")
        users = get_user_model().objects
        if users.filter(email=STAFF_EMAIL).exists():
            self.stdout.write(f"{STAFF_EMAIL} exists already; nothing was changed.")
            return
        password = password_file.read_text().strip()
        if not password:
            raise CommandError(f"{password_file} is empty: delete it, and the next start makes a new one.")
        user = users.create_superuser(STAFF_EMAIL, password)
        EmailAddress.objects.create(user=user, email=STAFF_EMAIL, verified=True, primary=True)
        self.stdout.write(f"{STAFF_EMAIL} was created.")
