"""The links in messages about alerts: one starts, one stops. Neither changes anything by being opened."""

import uuid

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from golab.notifications.alerts.models import Subscription

CONFIRM, STOP = "confirm", "stop"


def url_of(subscription: Subscription, what: str) -> str:
    """The whole address for a message; always the same for a subscription."""
    token = _signer(what).sign(subscription.uuid.hex)
    return f"{settings.SITE_URL}{reverse(f'alerts:{what}', args=[token])}"


def uuid_of(token: str, what: str) -> uuid.UUID | None:
    """Which subscription the link is about; None for one that is altered, made up or meant for something else."""
    try:
        return uuid.UUID(_signer(what).unsign(token))
    except (BadSignature, ValueError):
        return None


def _signer(what: str) -> Signer:
    return Signer(salt=f"alerts.{what}")
