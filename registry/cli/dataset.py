"""Reading a download from a folder."""

from pathlib import Path

from registry.rules.verification import MANIFEST, NotADatasetError


def read_dataset(folder: Path) -> dict[str, bytes]:
    """Return the files below ``folder`` by name; hidden ones, which desktops leave, are left out.

    Raises ``NotADatasetError`` where there is no manifest, before anything else is read.
    """
    if not (folder / MANIFEST).is_file():
        raise NotADatasetError(f"{folder} has no {MANIFEST}: give a folder that was exported.")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
