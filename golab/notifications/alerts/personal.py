"""What alerts hold about someone with an account: the searches kept for its address."""

from datetime import datetime

from golab.accounts.emails import normalise_email
from golab.accounts.models import User
from golab.accounts.registry import PersonalData, Rows, register
from golab.notifications.alerts import actions
from golab.notifications.alerts.models import Subscription


def _export(user: User) -> Rows:
    kept = Subscription.objects.of_email(normalise_email(user.email)).order_by("asked_at")
    return [{"search": row.label, "asked for": row.asked_at, "started": row.confirmed_at} for row in kept]


def _erase(user: User, now: datetime) -> None:
    for row in Subscription.objects.of_email(normalise_email(user.email)):
        actions.stop(which=row.uuid, now=now)


def connect() -> None:
    """Tell the accounts what we hold; once, from the app's ready()."""
    register(
        PersonalData(
            name="Email alerts",
            explanation="The searches that we tell your address of. Erasing stops them.",
            export=_export,
            erase=_erase,
        )
    )
