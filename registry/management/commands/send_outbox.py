"""The worker of the outbox: sends mails and webhook calls that are due."""

import logging
import signal
import threading
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management.base import CommandParser
from django.db import OperationalError, close_old_connections

from registry.actions import outbox
from registry.management.base import RegistryCommand
from registry.management.delivery import Delivery, new_poster
from registry.models import OutboxMessage

logger = logging.getLogger(__name__)

USUAL_SECONDS = 5.0
MOST_SECONDS = 3_600.0


class Command(RegistryCommand):
    help = f"""\
Send the mails and webhook calls that are due, and try again what failed; after ten attempts in
four days a message is given up. Several at once are safe, and so is stopping it at any point: a
message whose worker died is sent again after five minutes, with the same id.
With --watch, go on for ever and look every {USUAL_SECONDS:.0f} seconds; SIGTERM ends it between
two messages."""
    examples = (
        "send_outbox",
        "send_outbox --watch",
        "send_outbox --list",
        "send_outbox --again abcdefghjkmn",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--once", action="store_true", help="send what is due and end (as without options)"
        )
        how.add_argument(
            "--watch",
            nargs="?",
            type=_seconds,
            const=USUAL_SECONDS,
            metavar="SECONDS",
            help="go on for ever, with so many seconds between two looks",
        )
        how.add_argument(
            "--list", action="store_true", help="list what waits or was given up; send nothing"
        )
        how.add_argument(
            "--again", metavar="ID", help="let a message that was given up be tried anew"
        )

    def run(self, options: dict[str, Any]) -> None:
        if options["list"]:
            self._list()
        elif options["again"] is not None:
            message = outbox.try_again(options["again"])
            self.stdout.write(f"{message} will be tried again.")
        elif options["watch"] is None:
            with stopped_by_signals() as stop:
                sent = self._send(stop)
            left = OutboxMessage.objects.waiting().count()
            self.stdout.write(f"{sent:,} sent, {left:,} waiting.")
        else:
            with stopped_by_signals() as stop:
                self._watch(stop, options["watch"])

    def _watch(self, stop: threading.Event, seconds: float) -> None:
        # A database that cannot be used at the start is told of; one that is away for a while,
        # or busy, is waited for.
        self._send(stop)
        while not stop.wait(seconds):
            try:
                self._send(stop)
            except OperationalError as error:
                logger.warning("The database cannot be used now: %s", str(error).strip())
            close_old_connections()

    def _send(self, stop: threading.Event) -> int:
        return outbox.deliver_due(send=Delivery(new_poster()), is_stopping=stop.is_set)

    def _list(self) -> None:
        messages = OutboxMessage.objects.filter(sent_at=None)
        for message in messages.order_by("next_try_at", "id").defer("subject", "body").iterator():
            self.stdout.write(_line(message))
        if not messages.exists():
            self.stdout.write("Nothing waits, and nothing was given up.")


def _line(message: OutboxMessage) -> str:
    """What is said of a message: whom it is for and how it goes, never what it says."""
    state = (
        f"given up {message.given_up_at:%Y-%m-%d %H:%M}"
        if message.given_up_at
        else f"next try {message.next_try_at:%Y-%m-%d %H:%M}"
    )
    failures = f", attempt {message.attempts}: {message.last_error}" if message.last_error else ""
    return f"{message.public_id}  {message}  {state} UTC{failures}"


def _seconds(text: str) -> float:
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
