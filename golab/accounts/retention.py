"""How long accounts stay: as the privacy page says, two years after the last sign-in, with a warning first."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string

from golab.accounts import mail
from golab.accounts.actions import erase_account
from golab.accounts.models import RateLimit, User

KEPT_FOR = timedelta(days=730)
WARNING = timedelta(days=30)
NEVER_PROVED_FOR = timedelta(days=7)
AT_MOST = 500  # in one run: the next night goes on


def warn_idle(*, now: datetime) -> int:
    """Tells readers who were long away that their account will be erased. Returns how many it told."""
    idle = User.objects.readers().last_here_before(now - KEPT_FOR + WARNING).filter(idle_warned_at__isnull=True)
    # Someone who proved no address gets no mail: perhaps it is not theirs.
    idle = idle.filter(emailaddress__verified=True).distinct()[:AT_MOST]
    for user in idle:
        _warn(user, now)
    return len(idle)


def erase_idle(*, now: datetime) -> int:
    """Erases accounts whose warning is a month old, unless the reader came back. Returns how many."""
    gone = User.objects.readers().last_here_before(now - KEPT_FOR).filter(idle_warned_at__lte=now - WARNING)
    return _erase_all(gone, now)


def forgive_returned() -> int:
    """Forgets the warning of readers who signed in after it. Returns how many."""
    return User.objects.filter(idle_warned_at__lt=F("last_login")).update(idle_warned_at=None)


def erase_never_proved(*, now: datetime) -> int:
    """Erases accounts that were opened a week ago with an address that nobody proved. Returns how many."""
    opened_long_ago = User.objects.readers().never_proved().filter(date_joined__lt=now - NEVER_PROVED_FOR)
    return _erase_all(opened_long_ago, now)


def forget_attempts(*, now: datetime) -> int:
    """Deletes counts of attempts that no longer matter; they hold network addresses. Returns how many."""
    return RateLimit.objects.filter(expires__lt=now).delete()[0]


@transaction.atomic
def _warn(user: User, now: datetime) -> None:
    User.objects.filter(pk=user.pk).update(idle_warned_at=now)
    last_day = now + WARNING
    context = {"name": user.get_full_name(), "last_day": f"{last_day:%-d %B %Y}", "site_url": settings.SITE_URL}
    mail.send(
        mail.AccountMail(
            kind="account_idle",
            to_email=user.email,
            to_name=user.get_full_name(),
            subject=render_to_string("account/email/account_idle_subject.txt", context).strip(),
            body_text=render_to_string("account/email/account_idle_message.txt", context).strip(),
            expires_at=last_day,
        )
    )


def _erase_all(users, now: datetime) -> int:
    doomed = list(users[:AT_MOST])
    for user in doomed:
        erase_account(user=user, by=None, now=now)
    return len(doomed)
