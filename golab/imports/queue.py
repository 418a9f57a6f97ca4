"""Tell a worker that there is work. The work itself stands in the database, so a lost word costs only time."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def wake(*, job_id: int) -> None:
    """Ask for the job to be worked on now. Without a broker the sweep finds it later."""
    try:
        current_app.send_task("golab.imports.tasks.work_on_import", kwargs={"job_id": job_id}, retry=False)
    except (OperationalError, OSError):
        logger.warning("import %s waits for the sweep: the broker does not answer", job_id)
