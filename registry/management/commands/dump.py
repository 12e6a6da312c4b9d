"""Write everything public as files for analysis, and keep them for download."""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser, OutputWrapper

from registry.exporters.dump.files import files
from registry.exporters.dump.folder import check_replaceable, is_of, write_dump
from registry.exporters.dump.manifest import MANIFEST, Manifest
from registry.exporters.dump.shelf import find, tidy
from registry.exporters.dump.state import DumpRefused, State, current_state
from registry.management.base import UNREACHABLE, RegistryCommand
from registry.models.one_state import one_state

REFUSED = 2
SECONDS_BETWEEN_WORDS = 1.0


class Command(RegistryCommand):
    help = """\
Write all cards, claims, figures, rankings, models and changes as files (docs/exports.md).
All of them show one state of the registry; publishing goes on meanwhile. Without DIR the
dump is kept in the data directory and offered at /exports/; if nothing changed since the
last one, nothing is written. Exit codes: 0 done, 2 refused, 3 disk or database failed."""
    examples = (
        "dump",
        "dump --parquet --keep 30",
        "dump out/",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            metavar="DIR",
            help="new, empty, or an earlier dump to replace; without it, where downloads are kept",
        )
        parser.add_argument(
            "--parquet", action="store_true", help="the tables as Parquet too (needs pyarrow)"
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="afterwards keep only the newest N dumps for download; all unless given",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be written, and write nothing"
        )

    def run(self, options: dict[str, Any]) -> None:
        folder: Path | None = options["folder"]
        keep: int | None = options["keep"]
        if keep is not None and folder is not None:
            raise _refused("--keep is for the dumps that are offered; leave DIR away.")
        if keep is not None and keep < 1:
            raise _refused(f"--keep: found {keep}, expected 1 or more.")
        try:
            with one_state():
                self._dump(current_state(), folder, options)
            if folder is None and not options["dry_run"]:
                for name in tidy(settings.EXPORTS_DIR, keep):
                    self.stdout.write(f"Not offered any more: {name}")
        except DumpRefused as refusal:
            raise _refused(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(
                f"{error.filename or folder}: {error.strerror}", returncode=UNREACHABLE
            ) from error

    def _dump(self, state: State, folder: Path | None, options: dict[str, Any]) -> None:
        with_parquet: bool = options["parquet"]
        names = [file.name for file in files(state, with_parquet=with_parquet)]
        if folder is None:
            target: Path = settings.EXPORTS_DIR / state.name
            existing = find(settings.EXPORTS_DIR, state.name)
            if existing and self._is_enough(existing.manifest, state, names):
                return
        else:
            target = folder.resolve()
        if options["dry_run"]:
            check_replaceable(target)
            self.stdout.write(f"Would write to {target}: {', '.join([*names, MANIFEST])}")
            return
        progress = _Progress(self.stderr if self.stderr.isatty() else None)
        manifest = write_dump(target, state, with_parquet=with_parquet, tell=progress)
        self.stdout.write(
            f"{len(manifest.files) + 1} files of state {state.seq}, ranking "
            f"{state.ranking.number}, in {target}"
        )

    def _is_enough(self, existing: Manifest, state: State, names: Iterable[str]) -> bool:
        """Whether the dump that is offered stays; what is published never changes."""
        if not is_of(existing, state):
            self.stdout.write(
                f"Dump {existing.name} was made by an earlier version of this command and stays as "
                "it is. The next change makes a new one; give DIR to write one now."
            )
            return True
        if existing.files.keys() >= set(names):
            self.stdout.write(f"Nothing changed since dump {existing.name}.")
            return True
        return False


class _Progress:
    """Tells on a terminal how far the writing has come, once a second."""

    def __init__(self, terminal: OutputWrapper | None) -> None:
        self._terminal = terminal
        self._last = time.monotonic()

    def __call__(self, name: str, rows: int) -> None:
        now = time.monotonic()
        if self._terminal is not None and now - self._last >= SECONDS_BETWEEN_WORDS:
            self._last = now
            self._terminal.write(f"{name}: {rows:,} rows", ending="\n")


def _refused(why: str) -> CommandError:
    return CommandError(why, returncode=REFUSED)
