"""Surgeries: who advises, when there is a free time, and who booked it."""

from surgeries.models.advisers import AdviserProfile, BankHoliday
from surgeries.models.answered import AnsweredQuestion
from surgeries.models.availability import AvailabilityException, AvailabilityRule
from surgeries.models.bookings import Booking
from surgeries.models.choices import StageOption, SurgeryTopic
from surgeries.models.drafts import BookingDraft
from surgeries.models.feedback import Feedback
from surgeries.models.history import BookingEvent
from surgeries.models.links import LinkRequest
from surgeries.models.pages import SurgeryIndexPage
from surgeries.models.policy import SurgeryPolicy
from surgeries.models.questions import SurgeryQuestion
from surgeries.models.requests import SurgeryRequest
from surgeries.models.slots import Slot

__all__ = [
    "AdviserProfile",
    "AnsweredQuestion",
    "AvailabilityException",
    "AvailabilityRule",
    "BankHoliday",
    "Booking",
    "BookingDraft",
    "BookingEvent",
    "Feedback",
    "LinkRequest",
    "Slot",
    "StageOption",
    "SurgeryIndexPage",
    "SurgeryPolicy",
    "SurgeryQuestion",
    "SurgeryRequest",
    "SurgeryTopic",
]
