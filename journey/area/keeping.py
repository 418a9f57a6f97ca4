"""Where what a visitor chose is kept: in the session without an account, in a row with one."""

from datetime import datetime

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone

from golab.accounts.models import User
from golab.accounts.registry import PersonalData, register
from golab.taxonomy import area
from golab.taxonomy.area import NOTHING, MyArea
from journey.models import ReaderArea

SESSION_KEY = "my_area"


def read(request: HttpRequest) -> MyArea:
    """What this visitor chose. One query with an account, none but the session's without."""
    if request.user.is_authenticated:
        chosen = ReaderArea.objects.filter(user=request.user).values_list("chosen", flat=True).first()
    else:
        chosen = request.session.get(SESSION_KEY)
    return MyArea.from_kept(chosen) if chosen else NOTHING


def write(request: HttpRequest, chosen: MyArea, *, now: datetime) -> None:
    """Keep it; a session begins with that."""
    if request.user.is_authenticated:
        values = {"chosen": chosen.kept(), "updated_at": now}
        ReaderArea.objects.update_or_create(user=request.user, defaults=values)
    else:
        request.session[SESSION_KEY] = chosen.kept()
    request._my_area = chosen


def forget(request: HttpRequest) -> None:
    """Keep nothing."""
    request.session.pop(SESSION_KEY, None)
    if request.user.is_authenticated:
        ReaderArea.objects.filter(user=request.user).delete()
    request._my_area = NOTHING


def bring_on_sign_in(*, request: HttpRequest, user: User, **_: object) -> None:
    """What was said in this session is later than what the account has."""
    if request is not None and (chosen := request.session.pop(SESSION_KEY, None)):
        ReaderArea.objects.update_or_create(user=user, defaults={"chosen": chosen, "updated_at": timezone.now()})


def connect() -> None:
    """Follow sign-in, tell lists where to look, and tell the accounts what we hold about a person."""
    area.keep(read)
    user_logged_in.connect(bring_on_sign_in, dispatch_uid="journey.area")
    register(
        PersonalData(
            name="My area",
            explanation="Where you work, on what, and in which role, as you chose it.",
            export=lambda user: list(ReaderArea.objects.filter(user=user).values("chosen", "updated_at")),
            erase=lambda user, now: ReaderArea.objects.filter(user=user).delete(),
        )
    )
