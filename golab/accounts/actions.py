"""Writes across models: opening accounts for staff, and erasing a person's account."""

from datetime import datetime

import structlog
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.log_actions import log

from golab.accounts import registry
from golab.accounts.models import User

logger = structlog.get_logger("golab.accounts")


class StaffAccountKept(Exception):
    """Someone who works on the site cannot erase their own account: it would take the last administrator away."""


@transaction.atomic
def create_staff(*, email: str, password: str | None, roles: list[str], by: User | None, now: datetime) -> User:
    """An account for someone who works on the site, with a proven address.

    `by` is None when a command makes the first account. Raises Group.DoesNotExist for a role that is none.
    """
    user = User.objects.create_user(email, password, is_staff=True, date_joined=now)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set([Group.objects.get(name=role) for role in roles])
    log(instance=user, action="wagtail.create", user=by, timestamp=now)
    return user


@transaction.atomic
def erase_account(*, user: User, by: User | None, now: datetime) -> None:
    """Erases the account and everything that features hold about the person; the account goes last.

    `by` is None when time ran out (see retention.py). Raises StaffAccountKept when someone who works on the site
    erases themselves.
    """
    if user.is_cms_user and by == user:
        raise StaffAccountKept("Your account belongs to your work on this site. Ask an administrator to remove it.")
    logger.info("account_erased", user_id=user.pk, by_id=by and by.pk, at=now.isoformat())
    for part in reversed(registry.parts()):
        part.erase(user, now)
