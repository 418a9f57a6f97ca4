"""Not faster than the mail server allows, over all workers together (EMAIL_PER_MINUTE; 0 is as fast as it goes).

A turn is taken by moving one row's moment on by the gap between messages: whoever comes next gets the next turn.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from golab.notifications.models import Heartbeat

NEXT_TURN = "outbox-pace"


def wait_for_turn(*, clock: Callable[[], datetime], stop_at: datetime | None) -> bool:
    """Wait until one more message may leave. False, and no turn taken, when that would be after `stop_at`."""
    if not settings.EMAIL_PER_MINUTE:
        return True
    turn = _take(now=clock(), not_after=stop_at)
    if turn is None:
        return False
    time.sleep(max(0.0, (turn - clock()).total_seconds()))
    return True


@transaction.atomic
def _take(*, now: datetime, not_after: datetime | None) -> datetime | None:
    Heartbeat.objects.bulk_create([Heartbeat(name=NEXT_TURN, at=now)], ignore_conflicts=True)
    row = Heartbeat.objects.select_for_update().get(name=NEXT_TURN)
    turn = max(row.at, now)
    if not_after is not None and turn > not_after:
        return None
    Heartbeat.objects.beat(NEXT_TURN, now=turn + timedelta(minutes=1) / settings.EMAIL_PER_MINUTE)
    return turn
