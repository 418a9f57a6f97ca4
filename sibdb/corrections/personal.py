"""What suggestions hold about someone with an account: those that left its address. And how long they are kept."""

from datetime import datetime, timedelta

from golab.accounts.models import User
from golab.accounts.registry import PersonalData, Rows, register
from golab.notifications.personal import forget_subjects
from sibdb.corrections.fields import label_of
from sibdb.models import Suggestion

KEPT_FOR = timedelta(days=365)  # after it was decided, as the privacy page says
AT_MOST = 500  # in one run: the next night goes on


def _of(user: User):
    return Suggestion.objects.filter(email__iexact=user.email.strip()).order_by("made_at")


def _export(user: User) -> Rows:
    return [
        {
            "about": str(row),
            "what": label_of(row.field) if row.field else "Missing project",
            "suggested": row.proposed,
            "source": row.source,
            "sent": row.made_at,
            "state": row.get_state_display(),
            "reply": row.reply,
        }
        for row in _of(user).select_related("project")
    ]


def _erase(user: User, now: datetime) -> None:
    """The address goes; what it says of a project is about nobody, and stays until it is decided."""
    uuids = list(_of(user).values_list("uuid", flat=True))
    _of(user).update(email="")
    forget_subjects(uuids)


def connect() -> None:
    """Tell the accounts what we hold; once, from the app's ready()."""
    register(
        PersonalData(
            name="Suggestions for the project database",
            explanation="What you suggested with your address. Erasing removes the address.",
            export=_export,
            erase=_erase,
        )
    )


def forget_old(*, now: datetime) -> int:
    """Delete suggestions that were decided a year ago; the log of changes stays. Returns how many."""
    old = Suggestion.objects.filter(decided_at__lt=now - KEPT_FOR).values_list("pk", "uuid")[:AT_MOST]
    rows = dict(old)
    forget_subjects(list(rows.values()))
    Suggestion.objects.filter(pk__in=rows).delete()
    return len(rows)
