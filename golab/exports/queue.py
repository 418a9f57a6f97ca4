"""Tell a worker that a spreadsheet waits. What waits stands in the database, so a lost word costs only time."""

import logging

from kombu.exceptions import KombuError

from golab.publishing import publisher

logger = logging.getLogger(__name__)


def wake(*, file_id: int) -> None:
    """Ask for the file to be made now. Without a broker the sweep finds it later."""
    try:
        publisher().send_task("golab.exports.tasks.make_file", kwargs={"file_id": file_id}, retry=False)
    except (KombuError, OSError):
        logger.warning("spreadsheet %s waits for the sweep: the broker does not answer", file_id)
