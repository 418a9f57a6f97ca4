"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "golab.settings")
application = get_wsgi_application()

from golab.celery import app as celery_app  # noqa: E402, F401 - so that tasks asked for by a request reach our broker
