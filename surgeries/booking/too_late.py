"""Whether someone comes too late, asked in the cheapest way there is: docs/adr/0077-too-late-in-one-query.md."""

import uuid

from django.db import connection

from surgeries.states import LIVE

# In SQL, since Django takes longer to write this question than PostgreSQL to answer it.
_TIME_OF_ANOTHER = """
    SELECT slot.uuid
    FROM surgeries_bookingdraft draft
    JOIN surgeries_slot slot ON slot.uuid = (draft.answers ->> 'slot')::uuid
    JOIN surgeries_booking booking ON booking.slot_id = slot.id AND booking.status = ANY(%s)
    WHERE draft.submission_key = %s AND booking.submission_key IS DISTINCT FROM draft.submission_key
"""


def time_of_another(submission_key: uuid.UUID) -> uuid.UUID | None:
    """The time that the answers with this key ask for, if someone else has it already."""
    with connection.cursor() as cursor:
        cursor.execute(_TIME_OF_ANOTHER, [list(LIVE), submission_key])
        found = cursor.fetchone()
    return found[0] if found else None
