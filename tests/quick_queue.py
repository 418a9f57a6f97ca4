"""The hub's queue for tests: the sweep and the reminders run twice a second, and nothing else does.

`python -m tests.quick_queue DIRECTORY` runs three workers and two beats, whose files are kept in DIRECTORY. They are
processes of their own that share one start of Django, which is what takes time.
"""

import os
import sys

from celery import Celery

from golab.celery import app

OFTEN = ("outbox-sweep", "surgeries-remind")
WORKERS = ["worker", "--without-gossip", "--without-mingle", "-Q", "mail,default", "-c", "3", "-B"]


@app.on_after_finalize.connect
def hurry(sender: Celery, **_: object) -> None:
    """After golab.celery gathered the schedules."""
    schedule = sender.conf.beat_schedule
    sender.conf.beat_schedule = {name: {**schedule[name], "schedule": 0.5} for name in OFTEN}


def main(place: str) -> None:
    """The second beat in a child of this process; this process becomes the workers with the first."""
    app.loader.import_default_modules()
    if os.fork():
        app.start([*WORKERS, "--schedule", f"{place}/one"])
    else:
        app.start(["beat", "--schedule", f"{place}/two", "--pidfile="])


if __name__ == "__main__":
    main(sys.argv[1])
