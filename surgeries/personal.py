"""What surgeries hold about someone with an account: what they booked and asked for with its address."""

from datetime import datetime

from golab.accounts.emails import normalise_email
from golab.accounts.models import User
from golab.accounts.registry import PersonalData, Rows, register
from golab.notifications.personal import forget_address, forget_subjects
from surgeries import actions
from surgeries.models import AdviserProfile, Booking, BookingDraft, LinkRequest, SurgeryRequest
from surgeries.retention import forget_booking, forget_request
from surgeries.states import WAITING


def _bookings(user: User):
    made = Booking.objects.of_email(normalise_email(user.email)).with_everything()
    return made.select_related("slot__adviser", "contact", "topic", "journey_stage", "feedback").order_by("created_at")


def _requests(user: User):
    found = SurgeryRequest.objects.filter(contact__email_norm=normalise_email(user.email))
    return found.select_related("topic", "journey_stage", "contact").order_by("created_at")


def _feedback(booking: Booking) -> str:
    said = getattr(booking, "feedback", None)
    return f"{said.get_helped_display()}. {said.comment}".strip() if said else ""


def _brought(line: dict) -> str:
    """What was brought along, with what they wrote on it."""
    written = [f"{answer['label']}: {answer['text']}" for answer in line.get("answers", [])]
    return "\n".join([f"{line['what']}: {line['title']}", *written])


def _export(user: User) -> Rows:
    booked = [
        {
            "reference": one.reference,
            "when": one.slot.starts_at,
            "adviser": one.adviser.name_shown,
            "state": one.get_status_display(),
            "name": one.name,
            "organisation": one.organisation,
            "role": one.role,
            "topic": one.topic.label,
            "stage": one.journey_stage.label,
            "question": one.question,
            "further answers": {each["label"]: each["answer"] for each in one.more_answers},
            "brought along": [_brought(line) for line in one.brought],
            "feedback": _feedback(one),
            "colleagues": one.extra_attendees,
            "access needs": one.access_needs,
            "phone": one.phone,
        }
        for one in _bookings(user)
    ]
    asked = [
        {
            "asked for a time at": one.created_at,
            "name": one.name,
            "organisation": one.organisation,
            "topic": one.topic.label,
            "question": one.question,
            "when you are free": one.availability,
        }
        for one in _requests(user)
    ]
    return [*booked, *asked]


def _erase(user: User, now: datetime) -> None:
    """A surgery to come is cancelled first, so that the adviser knows; then all that names the person goes."""
    about = [*_bookings(user).values_list("uuid", flat=True), *_requests(user).values_list("uuid", flat=True)]
    for booking in _bookings(user):
        if booking.status in WAITING and not booking.has_started(now=now):
            actions.cancel(booking=booking, reason="", by=None, now=now)
        forget_booking(booking, now=now)
    for request in _requests(user):
        forget_request(request, now=now)
    email = normalise_email(user.email)
    BookingDraft.objects.filter(answers__email__iexact=email).delete()
    LinkRequest.objects.filter(email_norm=email).delete()
    forget_address(email=email, now=now)
    forget_subjects(about)
    AdviserProfile.objects.filter(user=user).update(user=None)


def connect() -> None:
    """Tell the accounts what we hold; once, from the app's ready()."""
    register(
        PersonalData(
            name="Advice surgeries",
            explanation="Surgeries that you booked or asked for with your address. Erasing cancels those to come.",
            export=_export,
            erase=_erase,
        )
    )
