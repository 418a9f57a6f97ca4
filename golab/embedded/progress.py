"""What the terminal shows: plain lines, and the seconds of every step that takes longer than one."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS_BETWEEN_LINES = 5


def say(text: str) -> None:
    """One line for the reader; a terminal that has gone away stops nothing."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        # Whatever else Python may flush at exit must have somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


@contextmanager
def step(label: str) -> Iterator[None]:
    """Name a piece of work, keep showing that it goes on, and say how long it took."""
    begun = time.monotonic()
    done = threading.Event()
    ticker = threading.Thread(target=_tick, args=(label, begun, done), daemon=True)
    say(f"  {label} ...")
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()
    seconds = time.monotonic() - begun
    if seconds >= 1:
        say(f"  {label}: done in {seconds:.1f} s")


def _tick(label: str, begun: float, done: threading.Event) -> None:
    while not done.wait(SECONDS_BETWEEN_LINES):
        say(f"  {label} ... {time.monotonic() - begun:.0f} s")
