"""The dumps that are kept for download: one folder each, named by the state it shows.

Which is the latest is never written down but read off the names, so it cannot be out of date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.exporters.dump.folder import PARTIAL, REPLACED, discard, locked
from registry.exporters.dump.manifest import Manifest, read_manifest
from registry.models import Change

# Day of the last change and its number.
NAME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{1,19}"
_NAME = re.compile(NAME)
_LEFT_OVER = re.compile(rf"\.{NAME}({re.escape(PARTIAL)}|{re.escape(REPLACED)})")


@dataclass(frozen=True, slots=True)
class Kept:
    """A complete dump on the shelf."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        return self.folder.name


def kept(shelf: Path) -> list[Kept]:
    """All complete dumps, the newest first; whatever else lies there is left out."""
    if not shelf.is_dir():
        return []
    found = [find(shelf, path.name) for path in shelf.iterdir() if _NAME.fullmatch(path.name)]
    return sorted(
        (each for each in found if each is not None),
        key=lambda each: (each.manifest.seq, each.name),
        reverse=True,
    )


def find(shelf: Path, name: str) -> Kept | None:
    """The dump with this name."""
    if not _NAME.fullmatch(name):
        return None
    manifest = read_manifest(shelf / name)
    if manifest is None or manifest.name != name:
        return None
    return Kept(shelf / name, manifest)


def last_removal(since: int) -> int:
    """The number of the last change after ``since`` that removed content; 0 where there is none.

    A dump of an earlier state still holds what the law required to be removed, so it is not
    offered any more.
    """
    removals = Change.objects.filter(seq__gt=since, kind=Change.Kind.CARD_REMOVED)
    return removals.order_by("-seq").values_list("seq", flat=True).first() or 0


def offered(shelf: Path) -> list[Kept]:
    """The dumps that readers may have, the newest first."""
    dumps = kept(shelf)
    if not dumps:
        return []
    removed = last_removal(dumps[-1].manifest.seq)
    return [each for each in dumps if each.manifest.seq >= removed]


def tidy(shelf: Path, keep: int | None) -> list[str]:
    """Take away all but the newest ``keep`` dumps, and those with removed content; return names."""
    with locked(shelf):
        dumps, allowed = kept(shelf), offered(shelf)[:keep]
        gone = [each for each in dumps if each not in allowed]
        for each in gone:
            # First out of sight, so that nobody is served a half of it.
            hidden = each.folder.with_name(f".{each.name}{REPLACED}")
            discard(hidden)
            each.folder.rename(hidden)
        for path in _left_over(shelf):
            discard(path)
    return [each.name for each in gone]


def _left_over(shelf: Path) -> Iterator[Path]:
    """What dumps that were killed have left behind."""
    return (path for path in list(shelf.iterdir()) if _LEFT_OVER.fullmatch(path.name))
