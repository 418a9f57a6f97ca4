"""Why something about a booking was refused. The text is for the person who asked."""


class Refused(Exception):
    """What was asked cannot be done; nothing was changed."""


class SlotGone(Refused):
    """The time cannot be had: someone was faster, or it is no longer offered. Other times may be."""


class SlotTaken(SlotGone):
    """Someone has booked it."""


class TooManyBookings(Refused):
    """The person holds as many future bookings as one may."""


class NotNow(Refused):
    """The state of the booking, or the hour, does not allow it."""


class ChangedMeanwhile(NotNow):
    """Someone else changed the booking after it was read."""
