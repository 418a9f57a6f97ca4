"""Writes across models: opening accounts for staff, and erasing a person's account."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from golab.accounts import registry
from golab.accounts.emails import normalise_email
from golab.accounts.models import User


class StaffAccountKept(Exception):
    """Someone who works on the site cannot erase their own account: it would take the last administrator away."""


@transaction.atomic
def create_staff(*, email: str, password: str | None, roles: list[str], by: User | None, now: datetime) -> User:
    """An account for someone who works on the site, with a proven address. Raises Group.DoesNotExist for no such role.

    `by` is None when a command makes the first account.
    """
    user = User.objects.create_user(email, password, is_staff=True, date_joined=now)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set([Group.objects.get(name=role) for role in roles])
    return user


@transaction.atomic
def erase_account(*, user: User, by: User, now: datetime) -> None:
    """Erases the account and everything that features hold about the person; the account goes last.

    Raises StaffAccountKept for someone who works on the site.
    """
    if user.is_cms_user and by == user:
        raise StaffAccountKept("Your account belongs to your work on this site. Ask an administrator to remove it.")
    for part in reversed(registry.parts()):
        part.erase(user, now)


