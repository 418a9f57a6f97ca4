"""What gunicorn serves to `bench.bookings`: the hub with the bare view before it, which answers with BYTES bytes."""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "golab.settings")
settings.ROOT_URLCONF = "bench.urls"

from bench.urls import BODIES  # noqa: E402 - the settings say first which addresses there are
from golab.wsgi import application  # noqa: E402, F401 - this is what is served

BYTES = 20_000  # about a page of booking
BODIES[:] = [b"<p>calibration</p>" * (BYTES // 18)]
