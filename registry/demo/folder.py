"""The data directory of a demo: emptied and marked, before anything of the registry starts.

``python -m registry.demo.folder DIRECTORY`` is the first step of ``make demo``. It touches nothing
but a directory that is empty, missing, or marked as a demo's.
"""

from __future__ import annotations

import secrets
import shutil
import sys
from pathlib import Path

from registry.demo.mark import MARK, TEXT


class NoDemo(Exception):  # noqa: N818 - a refusal, not a fault
    """The directory is somebody else's; the text says why."""


def prepare(folder: Path) -> None:
    """Make ``folder`` an empty demo directory with a key of its own; raise ``NoDemo``."""
    if folder.exists() and not folder.is_dir():
        raise NoDemo(f"{folder} is no directory.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise NoDemo(
            f"{folder} has files and is not marked as a demo: nothing was touched. "
            "Choose an empty directory: make demo DEMO=…"
        )
    folder.mkdir(parents=True, exist_ok=True)
    # The mark comes first and goes never, so that what is half emptied can be emptied again.
    (folder / MARK).write_text(TEXT, encoding="utf-8")
    for path in folder.iterdir():
        if path.name == MARK:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    key = folder / "secret_key"
    key.touch(mode=0o600)
    key.write_text(secrets.token_urlsafe(48), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Prepare the one directory that is named; 1 where it is not for a demo."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m registry.demo.folder DIRECTORY\n")
        return 2
    try:
        prepare(Path(arguments[0]))
    except NoDemo as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
