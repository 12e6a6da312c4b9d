"""Check card files, and publish them as prepared by the registry."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from registry.actions import intake, plausibility, publication
from registry.actions.audit import operator
from registry.actions.ranked import ranked_transaction
from registry.management.base import RegistryCommand
from registry.models import CardVersion
from registry.rules.checking.check import CheckedCard, check_card
from registry.rules.checking.reading import format_of, read_card
from registry.rules.errors import CardInvalid, Refused
from registry.rules.plausibility.problems import TOLD, result_line
from registry.rules.problems import Problem, compiler_line

PREPARER = "registry"
NOTHING_STORED = "Nothing was stored."


@dataclass(frozen=True, slots=True)
class CardFile:
    """A file that holds a valid card."""

    path: Path
    data: bytes
    checked: CheckedCard
    document: dict[str, Any]


class Command(RegistryCommand):
    help = """\
Check model cards (JSON or YAML) and print problems as file:line:column: pointer: message,
and what the plausibility checks say of the figures: notes, warnings and errors.
With --publish, publish them as prepared by the registry. Nothing is stored unless every
file is valid and no figure is at error; an editor can accept an error for a public reason
(editorial accept-figure). A card that is live already, byte for byte, is left as it is."""
    examples = (
        "import_card my-card.json",
        "import_card my-card.yaml --publish",
        "import_card cards/*.json --publish --create",
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
        if options["create"] and not options["publish"]:
            raise CommandError("--create works together with --publish.")
        read = [self._read(path) for path in options["files"]]
        files = [file for file in read if file is not None]
        if len(files) < len(read):
            raise CommandError(NOTHING_STORED)
        for file in files:
            self._print_results(file)
        if options["publish"]:
            self._publish(files, create=options["create"])
        else:
            self._check(files)

    def _read(self, path: Path) -> CardFile | None:
        """The card in a file, or nothing where its problems were printed instead."""
        try:
            data = path.read_bytes()
        except OSError as error:
            self.stderr.write(f"{path}: error: {error.strerror}")
            return None
        checked = check_card(data, format_of(path.name))
        self._print(path, checked.problems)
        if checked.document is None or checked.has_errors:
            return None
        return CardFile(path, data, checked, checked.document)

    def _check(self, files: Iterable[CardFile]) -> None:
        found: list[Problem] = []
        for file in files:
            problems = publication.registry_problems(file.document, PREPARER)
            self._print_located(file, problems)
            if not problems:
                self.stdout.write(f"{file.path}: valid; add --publish to publish it")
            found += problems
        if found:
            raise CommandError(_refusal(found))

    def _publish(self, files: Iterable[CardFile], *, create: bool) -> None:
        with ranked_transaction():
            published = [self._publish_file(file, create=create) for file in files]
        # Told only now: until the transaction ends, nothing is.
        for line in published:
            self.stdout.write(line)

    def _publish_file(self, file: CardFile, *, create: bool) -> str:
        card_id = file.document["card_id"]
        live = CardVersion.objects.filter(live_on__release__public_id=card_id)
        if version := live.filter(content_hash=file.checked.content_hash).first():
            return f"{file.path}: unchanged; this is {version}, which is live already"
        try:
            if create:
                intake.register_missing(by=operator(), document=file.document)
            version = publication.publish(by=operator(), checked=file.checked, preparer=PREPARER)
        except CardInvalid as invalid:
            problems = [p for p in invalid.problems if p not in file.checked.problems]
            self._print_located(file, problems)
            raise CommandError(_refusal(problems)) from invalid
        except Refused as refusal:
            raise CommandError(f"{file.path}: {refusal}\n{NOTHING_STORED}") from refusal
        return f"{file.path}: published as {version} at {version.card.release.get_absolute_url()}"

    def _print_results(self, file: CardFile) -> None:
        """Print what the plausibility checks found, also what does not keep the card out."""
        source_map = read_card(file.data, format_of(file.path.name)).source_map
        accepted = plausibility.accepted_reasons(file.document)
        for result in publication.plausibility_results(file.document):
            if result.severity in TOLD:
                line = result_line(str(file.path), result, source_map)
                reason = accepted.get((result.check, result.claims), "")
                self.stderr.write(f"{line}, accepted by an editor: {reason}" if reason else line)

    def _print_located(self, file: CardFile, problems: Iterable[Problem]) -> None:
        """Print problems found in the registry's records, at their place in the file.

        Errors of the plausibility checks are printed with the other results.
        """
        source_map = read_card(file.data, format_of(file.path.name)).source_map
        others = [p for p in problems if not p.code.startswith("plausibility.")]
        self._print(file.path, [source_map.located(p) if source_map else p for p in others])

    def _print(self, path: Path, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.stderr.write(compiler_line(str(path), problem))


def _refusal(problems: Iterable[Problem]) -> str:
    if any(problem.code == "registry.release_unknown" for problem in problems):
        return f"{NOTHING_STORED} With --publish --create, the release is registered from its card."
    return NOTHING_STORED
