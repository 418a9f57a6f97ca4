"""Someone on their way through the pages of a booking."""

from django.test import Client
from django.urls import reverse

from golab.notifications.models import OutgoingMessage, Suppression
from surgeries.models import Booking, BookingDraft, Slot, SurgeryRequest

YOU = {
    "name": "Zoë O'Brien", "email": "zoe@example.gov.uk", "organisation": "Harbour City Council",
    "org_type": "local_authority", "role": "", "format": "video", "website": "",
}  # fmt: skip


def url(name: str, *args) -> str:
    return reverse(f"surgeries:{name}", args=args)


def client_with(draft: BookingDraft) -> Client:
    """Someone who has answered what the draft says."""
    client = Client()
    session = client.session
    session["surgery_draft"] = str(draft.pk)
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def submit(client: Client, draft: BookingDraft, **changes):
    return client.post(url("check"), {"submission_key": draft.submission_key, **changes})


def submit_to_the_end(client: Client, draft: BookingDraft):
    """The last button and the page to which it leads."""
    return client.get(submit(client, draft)["Location"])


def everything() -> list:
    """All rows that a person or a scanner could change."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Booking, BookingDraft, Slot, SurgeryRequest)]
    return [*rows, OutgoingMessage.objects.count(), Suppression.objects.count()]
