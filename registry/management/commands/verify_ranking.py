"""The offline verb of the same name, for those who have ``manage.py`` at hand."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from registry.cli.dataset import read_dataset
from registry.management.base import RegistryCommand
from registry.rules.verification import NotADatasetError, verify


class Command(RegistryCommand):
    help = """\
Recompute a ranking from a folder that export_dataset wrote, and compare.
Neither the database nor this installation's cards are looked at."""
    examples = ("verify_ranking out/",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="an exported folder")

    def run(self, options: dict[str, Any]) -> None:
        try:
            result = verify(read_dataset(options["folder"]))
        except (OSError, NotADatasetError) as error:
            raise CommandError(str(error)) from error
        for difference in result.report():
            self.stderr.write(difference)
        if result.differences:
            raise CommandError(result.summary)
        self.stdout.write(result.summary)
