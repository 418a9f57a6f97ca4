"""How a lost database looks from here."""

from django.db import InterfaceError, OperationalError

# SQLSTATE classes that mean "no database", not "this statement failed": connection exception, operator
# intervention (shutting down, starting up), too many connections.
LOST_STATES = ("08", "57P", "53300")


def is_lost_database(error: BaseException | None) -> bool:
    """Whether `error` says that the database cannot be reached (a time-out or a deadlock of one statement does not)."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(LOST_STATES)
