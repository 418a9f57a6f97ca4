"""The few things that tests need otherwise."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")

from golab.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
OUTBOX_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEMO = True
STAFF_SECOND_FACTOR_REQUIRED = False  # tests of it say so themselves
PAGE_CACHE_SECONDS = 0
# Two workers of one run share a Valkey: each keeps to names of its own.
CACHES["default"]["KEY_PREFIX"] = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # noqa: F405
