"""Makes the surgery times of the coming weeks from the weekly rules. Safe to run at any time."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from surgeries.models import AdviserProfile
from surgeries.times import bank_holidays, generating


class Command(BaseCommand):
    help = "Bring surgery times in line with the weekly rules, as far ahead as people may book."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: object, dry_run: bool, **options: object) -> None:
        now = timezone.now()
        bank_holidays.refresh(now=now)
        if dry_run:
            for adviser in AdviserProfile.objects.bookable().order_by("pk"):
                self._tell(adviser, generating.preview(adviser, now=now))
            return
        report = generating.generate(now=now)
        for adviser, plan in report.plans.items():
            self._tell(adviser, plan)
        self.stdout.write(self.style.SUCCESS(f"{report.made} times made, {report.removed} taken away."))

    def _tell(self, adviser: AdviserProfile, plan: generating.Plan) -> None:
        self.stdout.write(f"{adviser}: {len(plan.create)} to make, {len(plan.remove)} to take away")
        for reason, count in generating.by_reason(plan).items():
            self.stdout.write(f"  left out {count}: {reason}")
        for slot in plan.booked_astray:
            self.stdout.write(f"  booked, but no rule stands for it any more: {slot.in_words}")
