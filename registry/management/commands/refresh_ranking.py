"""Bring the ranking up to date with the calendar, or check it from the stored bytes."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from registry.actions.ranked import ranked_transaction
from registry.actions.recheck import find_differences
from registry.management.base import RegistryCommand
from registry.models import RegistryState


class Command(RegistryCommand):
    help = """\
Store a new ranking if the calendar or the standard changed one; safe to run daily.
With --check, recompute everything from the stored bytes and fail on any difference."""
    examples = ("refresh_ranking", "refresh_ranking --check")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="recompute and compare; write nothing"
        )

    def run(self, options: dict[str, Any]) -> None:
        if options["check"]:
            differences = find_differences()
            for difference in differences:
                self.stderr.write(difference)
            if differences:
                raise CommandError(f"{len(differences)} difference(s) found.")
            self.stdout.write("Everything recomputed; no difference.")
            return
        before = self._current()
        with ranked_transaction() as touched:
            touched.regrade_outdated()
            touched.redraw_outdated()
        after = self._current()
        if after is None:
            self.stdout.write("There are no labs to rank yet.")
        elif after == before:
            self.stdout.write(f"Nothing changed since ranking {after}.")
        else:
            self.stdout.write(f"Ranking {after} is stored.")

    def _current(self) -> int | None:
        return RegistryState.objects.values_list("current_ranking_id", flat=True).first()
