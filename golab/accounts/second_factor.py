"""The second factor of a session: whether staff still owe it."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from golab.accounts.models import User


def has_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session proved a passkey, an authenticator app or a recovery code for this user."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def lacks_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether the user works on the site and still has to prove a second factor in this session."""
    if not settings.STAFF_SECOND_FACTOR_REQUIRED or not user.is_authenticated:
        return False
    return user.is_cms_user and not has_second_factor(request, user)


def remember_new_factor(*, request: HttpRequest, user: User, authenticator: Authenticator, **_) -> None:
    """Setting up a passkey or an app proves it: the session need not ask for it again a moment later."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
