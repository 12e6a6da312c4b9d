"""The periodic command of the review: moves whose time has come, and reminders."""

import threading
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from itertools import chain
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from registry.actions.review import reminding, running
from registry.actions.review.running import Outcome, Result
from registry.management.base import RegistryCommand
from registry.management.watching import MOST_SECONDS, interval, stopped_by_signals, watch


class Command(RegistryCommand):
    help = f"""\
Do what the calendar asks of the review: let invitations expire, close rounds, accept and publish
what is due, withdraw what nobody answered, and put reminders into the outbox, one mail a person and
day at most. One line for each thing done; exit code 1 if one failed, and the others are done.
Safe to run as often as you like, several at once, late, or after days without a run.
With --watch, go on for ever and look every {MOST_SECONDS:.0f} seconds; SIGTERM ends it between two
things."""
    examples = ("run_clocks", "run_clocks --dry-run", "run_clocks --watch")

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--dry-run",
            action="store_true",
            help="do all of it, say so, and take it back; others that write wait meanwhile",
        )
        how.add_argument(
            "--watch",
            nargs="?",
            type=interval,
            const=MOST_SECONDS,
            metavar="SECONDS",
            help="go on for ever, with so many seconds between two looks",
        )

    def run(self, options: dict[str, Any]) -> None:
        if options["watch"] is not None:
            with stopped_by_signals() as stop:
                watch(partial(self._look, stop), stop, options["watch"])
            return
        with transaction.atomic() if options["dry_run"] else nullcontext():
            failed = self._look(threading.Event(), tells_all=options["dry_run"])
            if options["dry_run"]:
                transaction.set_rollback(True)
        if failed:
            raise CommandError(f"{failed:,} of these failed; the others are done.")

    def _look(self, stop: threading.Event, *, tells_all: bool = False) -> int:
        """Do what is due and say so; return how many things failed."""
        failed = 0
        for outcome in self._due():
            if outcome.result is Result.FAILED:
                failed += 1
                self.stderr.write(str(outcome))
            elif outcome.result is Result.DONE or tells_all:
                self.stdout.write(str(outcome))
            if stop.is_set():
                break
        return failed

    def _due(self) -> Iterator[Outcome]:
        # Reminders last: nobody is reminded of what has just ended.
        return chain(running.move_what_is_due(), reminding.remind(), running.clean_up())
