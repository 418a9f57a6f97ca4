"""What this package itself holds about a person."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import ProtectedError

from golab.accounts.emails import normalise_email
from golab.accounts.models import Contact, Person, User
from golab.accounts.registry import PersonalData, Rows


def _export_account(user: User) -> Rows:
    return [
        {
            "email": user.email,
            "first name": user.first_name,
            "last name": user.last_name,
            "account opened": user.date_joined,
            "last signed in": user.last_login,
            "has a password": user.has_usable_password(),
            "roles": sorted(user.groups.values_list("name", flat=True)),
        }
    ]


def _erase_account(user: User, now: datetime) -> None:
    user.delete()


def _export_sign_in(user: User) -> Rows:
    keys = Authenticator.objects.filter(user=user).order_by("created_at")
    return [{"kind": key.get_type_display(), "added": key.created_at, "last used": key.last_used_at} for key in keys]


def _erase_sign_in(user: User, now: datetime) -> None:
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()


def _export_contact(user: User) -> Rows:
    return list(Contact.objects.with_email(user.email).values("email_norm", "email_bounced_at", "created_at"))


def _erase_contact(user: User, now: datetime) -> None:
    """Forgets the address, unless a feature still needs it, say for a surgery that is booked."""
    try:
        with transaction.atomic():
            Contact.objects.filter(email_norm=normalise_email(user.email)).delete()
    except ProtectedError:
        return


def _export_profile(user: User) -> Rows:
    fields = ("name", "role", "organisation", "description", "is_published", "agreed_on", "left_on")
    return [
        {name: getattr(person, name) for name in fields}
        | {"subjects": sorted(subject.name for subject in person.subjects.all())}
        for person in Person.objects.filter(user=user).prefetch_related("subjects")
    ]


def _erase_profile(user: User, now: datetime) -> None:
    for person in Person.objects.filter(user=user):
        person.withdraw()


ACCOUNT = PersonalData(
    "Account", "Your name, your email address and your roles, so that you can sign in.", _export_account, _erase_account
)
SIGN_IN = PersonalData(
    "Passkeys and codes",
    "When you added and last used each passkey, authenticator app and set of recovery codes.",
    _export_sign_in,
    _erase_sign_in,
    "mfa_index",
)
CONTACT = PersonalData(
    "Contact",
    "Your email address as one that we write to, and whether mail reached it.",
    _export_contact,
    _erase_contact,
)
PROFILE = PersonalData(
    "Public profile", "The profile that you agreed we show, if there is one.", _export_profile, _erase_profile
)
