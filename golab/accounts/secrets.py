"""Secrets of authenticator apps, encrypted at rest, so that a copy of the database signs no one in."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"golab.accounts.secrets:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def encrypt(text: str) -> str:
    """The text, readable only with SECRET_KEY."""
    return _box().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text again. Raises InvalidToken when neither SECRET_KEY nor a fallback wrote it."""
    return _box().decrypt(token.encode()).decode()
