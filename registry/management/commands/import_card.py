"""Check card files, and publish them as prepared by the registry."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from registry.actions import intake, publication
from registry.actions.audit import operator
from registry.actions.ranked import ranked_transaction
from registry.management.base import RegistryCommand
from registry.rules.checking.check import CheckedCard, check_card
from registry.rules.checking.reading import format_of
from registry.rules.errors import CardInvalid
from registry.rules.problems import Problem, compiler_line

PREPARER = "registry"


class Command(RegistryCommand):
    help = (
        "Check model cards (JSON or YAML) and print problems as file:line:column. With --publish, "
        "publish them as prepared by the registry. Nothing is stored unless every file is valid."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--publish", action="store_true", help="publish the cards")
        parser.add_argument(
            "--create",
            action="store_true",
            help="with --publish: register a lab or release that is missing, from the card",
        )

    def run(self, options: dict[str, Any]) -> None:
        publish, create = options["publish"], options["create"]
        if create and not publish:
            raise CommandError("--create goes with --publish.")
        checked = [(path, self._check(path)) for path in options["files"]]
        if any(card.has_errors for _, card in checked):
            raise CommandError("Nothing was stored.")
        with ranked_transaction():
            for path, card in checked:
                self._import(path, card, publish=publish, create=create)

    def _check(self, path: Path) -> CheckedCard:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        checked = check_card(data, format_of(path.name))
        self._print(path, checked.problems)
        return checked

    def _import(self, path: Path, checked: CheckedCard, *, publish: bool, create: bool) -> None:
        document = checked.document or {}
        try:
            if not publish:
                problems = publication.registry_problems(document, PREPARER)
                if problems:
                    raise CardInvalid(problems)
                self.stdout.write(f"{path}: valid; add --publish to publish it")
                return
            if create:
                intake.register_missing(by=operator(), document=document)
            version = publication.publish(by=operator(), checked=checked, preparer=PREPARER)
        except CardInvalid as invalid:
            self._print(path, [p for p in invalid.problems if p not in checked.problems])
            raise CommandError("Nothing was stored.") from invalid
        self.stdout.write(f"{path}: published as {version}")

    def _print(self, path: Path, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.stderr.write(compiler_line(str(path), problem))
