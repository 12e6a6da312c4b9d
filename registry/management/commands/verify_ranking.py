"""Recompute a published ranking from its download alone; ``registry.cli`` does it without Django."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from registry.management.base import RegistryCommand
from registry.rules.verification import NotADatasetError, verify


class Command(RegistryCommand):
    help = "Recompute a ranking from an exported folder, without the database, and compare."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder written by export_dataset")

    def run(self, options: dict[str, Any]) -> None:
        folder: Path = options["folder"]
        try:
            result = verify(
                {
                    path.relative_to(folder).as_posix(): path.read_bytes()
                    for path in folder.rglob("*.json")
                }
            )
        except (OSError, NotADatasetError) as error:
            raise CommandError(str(error)) from error
        for difference in result.differences:
            self.stderr.write(str(difference))
        if result.differences:
            raise CommandError(f"{len(result.differences)} value(s) differ.")
        self.stdout.write(
            f"{result.cards} cards graded, {result.labs} labs scored, "
            f"{result.values} values compared: all agree"
        )
