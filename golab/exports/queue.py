"""Tell a worker that a spreadsheet waits. What waits stands in the database, so a lost word costs only time."""

import logging
from functools import cache

from celery import Celery
from kombu.exceptions import KombuError

logger = logging.getLogger(__name__)


@cache
def publisher() -> Celery:
    """A Celery that only publishes, as in golab.imports.queue."""
    app = Celery("golab-exports", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    return app


def wake(*, file_id: int) -> None:
    """Ask for the file to be made now. Without a broker the sweep finds it later."""
    try:
        publisher().send_task("golab.exports.tasks.make_file", kwargs={"file_id": file_id}, retry=False)
    except (KombuError, OSError):
        logger.warning("spreadsheet %s waits for the sweep: the broker does not answer", file_id)
