"""The few things that tests need otherwise."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")

from golab.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT = DATA_DIR / "no-static-files"  # noqa: F405 (WhiteNoise would walk through them for each test client)
OUTBOX_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEMO = True
STAFF_SECOND_FACTOR_REQUIRED = False  # tests of it say so themselves
PAGE_CACHE_SECONDS = 0
# Two workers of one run share a Valkey: each keeps to names of its own.
CACHES["default"]["KEY_PREFIX"] = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # noqa: F405
# Each worker's database is a copy of one that is migrated already, where the run has made one.
if template := os.environ.get("TEST_DATABASE_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}  # noqa: F405
