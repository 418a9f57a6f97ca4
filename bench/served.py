"""What gunicorn serves to `bench.bookings`: the hub with the bare view before it, which answers with BYTES bytes."""

from golab.wsgi import application  # noqa: F401 - this is what is served, and makes Django ready for the rest

from django.conf import settings  # isort: skip

from bench.urls import BODIES  # isort: skip

BYTES = 20_000  # about a page of booking
BODIES[:] = [b"<p>calibration</p>" * (BYTES // 18)]
settings.ROOT_URLCONF = "bench.urls"
