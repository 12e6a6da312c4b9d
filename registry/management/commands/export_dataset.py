"""Write the download from which anyone can recompute the ranking."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from registry.exporters.dataset import dataset_files
from registry.management.base import RegistryCommand
from registry.models import RegistryState


class Command(RegistryCommand):
    help = (
        "Write cards, standard, releases, grades and ranking to a folder. "
        "Check it with: python -m registry.cli verify_ranking DIR"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="new, empty, or an earlier export")

    def run(self, options: dict[str, Any]) -> None:
        folder: Path = options["folder"]
        self._prepare(folder)
        written = 0
        with transaction.atomic():
            # The lock of those who publish: the files belong to one state of the registry.
            state = RegistryState.objects.select_for_update().filter(id=1).first()
            if state is None or state.current_ranking is None:
                raise CommandError("There is no ranking yet. Run: manage.py refresh_ranking")
            for name, data in dataset_files(state.current_ranking):
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                written += 1
        self.stdout.write(
            f"{written} files of ranking {state.current_ranking_id} in {folder}\n"
            f"Check them with: python -m registry.cli verify_ranking {folder}"
        )

    def _prepare(self, folder: Path) -> None:
        """Make room; refuse a folder with anything that is not an earlier export."""
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder} is a file; give a folder.")
        if folder.is_dir() and any(folder.iterdir()) and not (folder / "manifest.json").exists():
            raise CommandError(f"{folder} is not empty and is not an earlier export.")
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.rglob("*.json"):
            path.unlink()
