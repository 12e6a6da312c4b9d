"""Writing a dump: into a folder of its own beside the target, put in its place when complete.

Whoever reads the target sees the dump before or the new one whole, and a process that is killed
leaves at most a hidden folder, which the next dump takes away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from registry.exporters.digests import sha256_of
from registry.exporters.dump.about import FORM
from registry.exporters.dump.files import Counter, File, Tell, files
from registry.exporters.dump.manifest import (
    MANIFEST,
    ListedFile,
    Manifest,
    Written,
    manifest_text,
    read_manifest,
)
from registry.exporters.dump.parquet import require_pyarrow
from registry.exporters.dump.state import DumpRefused, State

PARTIAL = ".partial"
REPLACED = ".replaced"


def write_dump(target: Path, state: State, *, with_parquet: bool, tell: Tell) -> Manifest:
    """Write the dump of ``state`` to the folder ``target``; return its manifest.

    Run it inside ``one_state``. Refused where ``target`` holds anything but an earlier dump, which
    is replaced, and while another dump is being written beside it.
    """
    if with_parquet:
        require_pyarrow()
    with locked(target.parent):
        check_replaceable(target)
        earlier = read_manifest(target)
        reusable = earlier.files if earlier and is_of(earlier, state) else {}
        partial, replaced = _beside(target, PARTIAL), _beside(target, REPLACED)
        discard(partial)
        discard(replaced)
        partial.mkdir()
        try:
            written = [
                _reused(target, partial, file, reusable) or _write(partial, file, tell)
                for file in files(state, with_parquet=with_parquet)
            ]
            _write_text(partial / MANIFEST, manifest_text(state, written))
            _settle(partial)
            if target.exists():
                target.rename(replaced)
            partial.rename(target)
            _settle(target.parent)
        finally:
            discard(partial)
            discard(replaced)
    manifest = read_manifest(target)
    if manifest is None:
        raise DumpRefused(f"{target}: the dump was changed while it was written.")
    return manifest


def is_of(manifest: Manifest, state: State) -> bool:
    """Whether a dump written now would be made in the same way of the same state."""
    return (manifest.name, manifest.form) == (state.name, FORM)


def check_replaceable(target: Path) -> None:
    """Refuse a folder with anything in it but the files of one dump."""
    if not target.exists():
        return
    if not target.is_dir():
        raise DumpRefused(f"{target} is a file. Give a folder.")
    found = {path.name for path in target.iterdir()}
    if not found:
        return
    manifest = read_manifest(target)
    if manifest is None:
        raise DumpRefused(
            f"{target} is neither empty nor an earlier dump: it has no {MANIFEST} of one. "
            "Give another folder."
        )
    foreign = sorted(found - manifest.files.keys() - {MANIFEST})
    if foreign:
        raise DumpRefused(
            f"{target} holds an earlier dump and also {foreign[0]}. Give another folder."
        )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other dumps out of ``folder``, which is made; the lock goes with the process."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DumpRefused(
                f"Another dump is being written in {folder}. Try again when it is done."
            ) from None
        yield
    finally:
        os.close(handle)


def discard(folder: Path) -> None:
    """Take a folder away, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(f".{target.name}{ending}")


def _reused(
    target: Path, partial: Path, file: File, listed: Mapping[str, ListedFile]
) -> Written | None:
    """The same file of the same state, taken over as it is, so that no published byte changes."""
    if file.name not in listed:
        return None
    earlier = listed[file.name]
    try:
        (partial / file.name).hardlink_to(target / file.name)
    except OSError:
        return None
    digest = sha256_of(partial / file.name)
    if digest != earlier.sha256:
        (partial / file.name).unlink()
        return None
    return Written(file, digest, earlier.size, earlier.rows)


def _write(folder: Path, file: File, tell: Tell) -> Written:
    path = folder / file.name
    counter = Counter(file.name, tell)
    with path.open("wb") as target:
        file.write(target, counter)
        target.flush()
        os.fsync(target.fileno())
    return Written(file, sha256_of(path), path.stat().st_size, counter.rows)


def _write_text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())


def _settle(folder: Path) -> None:
    """See to it that the names in ``folder`` outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
