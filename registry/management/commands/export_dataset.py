"""Write the download from which anyone can recompute the ranking."""

import json
import shlex
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from registry.exporters.dataset import write_dataset
from registry.management.base import RegistryCommand
from registry.models import Ranking
from registry.models.one_state import one_state
from registry.rules.verification import MANIFEST


class Command(RegistryCommand):
    help = """\
Write cards, standard, releases, grades and the current ranking to a folder.
docs/dataset.md describes the files; verify_ranking recomputes the ranking from them."""
    examples = ("export_dataset out/",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, metavar="DIR", help="new, empty, or an earlier export to replace"
        )

    def run(self, options: dict[str, Any]) -> None:
        folder: Path = options["folder"]
        with one_state():
            ranking = Ranking.objects.current().first()
            if ranking is None:
                raise CommandError("There is no ranking yet. Run: python manage.py refresh_ranking")
            try:
                clear(folder)
                written = write_dataset(folder, ranking)
            except OSError as error:
                raise CommandError(f"{error.filename or folder}: {error.strerror}") from error
        self.stdout.write(
            f"{written} files of ranking {ranking.number} in {folder}\n"
            f"Check them: python -m registry.cli verify_ranking {shlex.quote(str(folder))}"
        )


def clear(folder: Path) -> None:
    """Make the folder, or take an earlier export out of it; refuse one with anything else in it."""
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        return
    exported = _listed(folder / MANIFEST)
    paths = sorted(folder.rglob("*"), reverse=True) if exported else []
    foreign = [path for path in paths if not path.is_dir() and path not in exported]
    if foreign or not exported:
        what = f"there is {foreign[0]}" if foreign else f"it has no {MANIFEST} of an export"
        raise CommandError(
            f"{folder} is neither empty nor an earlier export: {what}. Give another folder."
        )
    for path in paths:
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()


def _listed(manifest: Path) -> set[Path]:
    """The files of an earlier export by its manifest; none where that is no manifest of ours."""
    try:
        content = json.loads(manifest.read_bytes())
        names = [*content["files"], MANIFEST] if "ranking" in content else []
        return {manifest.parent / name for name in names}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return set()
