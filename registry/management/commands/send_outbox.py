"""The worker of the outbox: sends mails and webhook calls that are due."""

import threading
from functools import partial
from typing import Any

from django.core.management.base import CommandParser

from registry.actions import outbox
from registry.management.base import RegistryCommand
from registry.management.delivery import Delivery, new_poster
from registry.management.watching import interval, stopped_by_signals, watch
from registry.models import OutboxMessage

USUAL_SECONDS = 5.0


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
            type=interval,
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
                watch(partial(self._send, stop), stop, options["watch"])

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
