"""What was filled in without an account comes into the account on signing in: the union, nothing lost."""

from datetime import datetime

from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from golab.accounts.models import User
from golab.accounts.registry import PersonalData, register
from journey.models import KeptSheet
from journey.progress import both_notes
from journey.sheets.defined import Sheet, worksheets
from journey.sheets.kept import DECISION, SESSION_KEY, WORKSHEET, AccountSheets, Kept, SessionSheets, keep_decision

LONGEST = 4000


def join(held: Kept, brought: Kept, sheet: Sheet | None) -> dict:
    """Two sheets as one: both long texts, the rows of both, else the later answer with the other put aside."""
    fields, earlier = dict(held.fields), {**held.earlier}
    for key, value in brought.fields.items():
        standing = fields.get(key)
        known = sheet.fields_by_key.get(key) if sheet else None
        if not value or standing == value:
            continue
        if isinstance(value, list) and isinstance(standing, list):
            fields[key] = standing + [row for row in value if row not in standing]
        elif standing and known and known.kind == "long_text" and len(standing) + len(value) < LONGEST:
            fields[key] = both_notes(standing, value)
        else:
            fields[key] = value
            if standing:
                earlier[key] = [*earlier.get(key, []), standing]
    for key, values in brought.earlier.items():
        earlier[key] = [*earlier.get(key, []), *values]
    return {"fields": fields, "earlier": earlier}


def join_on_sign_in(*, request: HttpRequest, user: User, **_: object) -> None:
    """Bring the session's sheets into the account."""
    if request is None or SESSION_KEY not in request.session:
        return
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # as for progress
        _join(request, user)


def _join(request: HttpRequest, user: User) -> None:
    session, account, now = SessionSheets(request.session), AccountSheets(user), timezone.now()
    held, known = account.load(WORKSHEET), worksheets.get().by_key
    for key, brought in session.load(WORKSHEET).items():
        values = join(held[key], brought, known.get(key)) if key in held else brought.values
        account.save(WORKSHEET, key, values, expected=None, now=now)
    for key, brought in session.load(DECISION).items():
        keep_decision(account, key, brought.values, now=brought.updated_at or now)
    session.clear()


def _export(user: User) -> list[dict[str, object]]:
    return list(KeptSheet.objects.filter(user=user).values("kind", "key", "values", "updated_at"))


def _erase(user: User, now: datetime) -> None:
    AccountSheets(user).clear()


def connect() -> None:
    """Follow sign-in, and tell the accounts what we hold about a person; once, from the app's ready()."""
    user_logged_in.connect(join_on_sign_in, dispatch_uid="journey.sheets")
    register(
        PersonalData(
            name="Worksheets",
            explanation="What you filled in on worksheets, and the results of the decision aid that you kept.",
            export=_export,
            erase=_erase,
        )
    )
