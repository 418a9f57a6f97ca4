"""Links by which a reader shows a copy of their journey, and takes it back. They need an account, to be found again."""

from dataclasses import replace
from datetime import datetime

from golab.accounts.models import User
from golab.accounts.registry import PersonalData, register
from journey.models import SharedJourney
from journey.models.shared import KEPT, MOST, SharedJourneyQuerySet
from journey.progress import Progress
from journey.sheets.written import Written

NOTHING = Written()


class TooManyLinks(Exception):
    """So many links stand already that one has to be ended first."""


def links_of(user: User, *, now: datetime) -> SharedJourneyQuerySet:
    """The links of this reader that still work, newest first; none without an account."""
    mine = SharedJourney.objects.filter(user=user) if user.is_authenticated else SharedJourney.objects.none()
    return mine.standing(now=now)


def share(
    *, by: User, progress: Progress, written: Written = NOTHING, with_notes: bool, now: datetime
) -> SharedJourney:
    """Make a link to what is marked now; with the notes goes what was filled in. Raises TooManyLinks."""
    if links_of(by, now=now).count() >= MOST:
        raise TooManyLinks
    shown = progress if with_notes else replace(progress, notes={})
    own_words = written.as_data() if with_notes else {}
    return SharedJourney.objects.create(
        user=by, progress={**shown.kept(), **own_words}, made_at=now, expires_at=now + KEPT
    )


def connect() -> None:
    """Tell the accounts what we hold about a person; once, from the app's ready()."""
    register(
        PersonalData(
            name="Links to My journey",
            explanation="Links you made to show a copy of your journey to others, each with what it shows.",
            export=lambda user: list(
                SharedJourney.objects.filter(user=user).values("made_at", "expires_at", "progress")
            ),
            erase=lambda user, now: SharedJourney.objects.filter(user=user).delete(),
        )
    )
