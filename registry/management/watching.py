"""What the commands have in common that go on for ever: a look at intervals, ended by signals."""

import logging
import signal
import threading
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from django.db import OperationalError, close_old_connections

logger = logging.getLogger(__name__)

MOST_SECONDS = 3_600.0


def watch(look: Callable[[], object], stop: threading.Event, seconds: float) -> None:
    """Look at once and then every so many seconds, until ``stop`` is set.

    A database that cannot be used at the start is told of; one that is away for a while, or busy,
    is waited for.
    """
    look()
    while not stop.wait(seconds):
        try:
            look()
        except OperationalError as error:
            logger.warning("The database cannot be used now: %s", str(error).strip())
        close_old_connections()


def interval(text: str) -> float:
    """Seconds between two looks, from the command line."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= MOST_SECONDS:
        raise ArgumentTypeError(f"found {text}, expected 0.1 to {MOST_SECONDS:.0f} seconds")
    return seconds


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, instead of ending the process somewhere."""
    stop = threading.Event()

    def handle(number: int, frame: FrameType | None) -> None:
        stop.set()

    before = {each: signal.signal(each, handle) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
