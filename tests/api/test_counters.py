"""The table of counters that worker processes share."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from registry.api.counters import SharedCounters, counter_key

KEY, OTHER = b"12345678", b"1234abcd"  # the same row


def test_counts_within_a_window_and_begins_anew_after_it(tmp_path: Path) -> None:
    counters = SharedCounters(tmp_path / "made" / "counters")
    assert [counters.add(KEY, now=now, window=300) for now in (1000, 1000, 1299)] == [
        (1000, 1),
        (1000, 2),
        (1000, 3),
    ]
    assert counters.add(KEY, now=1300, window=300) == (1300, 1)


def test_keys_of_one_row_are_counted_apart(tmp_path: Path) -> None:
    counters = SharedCounters(tmp_path / "counters")
    counters.add(KEY, now=1, window=9)
    assert counters.add(OTHER, now=1, window=9) == (1, 1)
    assert counters.add(KEY, now=1, window=9) == (1, 2)


def test_a_clock_that_was_set_back_begins_a_new_window(tmp_path: Path) -> None:
    counters = SharedCounters(tmp_path / "counters")
    counters.add(KEY, now=5000, window=300)
    assert counters.add(KEY, now=1000, window=300) == (1000, 1)


def test_the_counter_that_began_first_makes_room(tmp_path: Path) -> None:
    counters = SharedCounters(tmp_path / "counters")
    keys = [KEY[:4] + bytes([number] * 4) for number in range(9)]
    for now, key in enumerate(keys, start=1):
        counters.add(key, now=now, window=300)
    assert [counters.add(key, now=10, window=300)[1] for key in keys[1:]] == [2] * 8
    assert counters.add(keys[0], now=10, window=300) == (10, 1)


def test_a_full_count_stays(tmp_path: Path) -> None:
    counters = SharedCounters(tmp_path / "counters")
    counters.add(KEY, now=1, window=300)
    place = counters._table.find(KEY)
    counters._table[place + 12 : place + 16] = b"\xff" * 4
    assert counters.add(KEY, now=2, window=300) == (1, 2**32 - 1)


def _count(path: Path, times: int) -> None:
    counters = SharedCounters(path)
    for _ in range(times):
        counters.add(KEY, now=1, window=300)


def test_no_count_of_two_processes_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "counters"
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_count, args=(path, 2000)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert SharedCounters(path).add(KEY, now=1, window=300) == (1, 4001)


def test_the_file_keeps_its_size(tmp_path: Path) -> None:
    path = tmp_path / "counters"
    counters = SharedCounters(path)
    for number in range(2000):
        counters.add(number.to_bytes(8, "big"), now=number, window=300)
    assert SharedCounters(path)
    assert path.stat().st_size == 2**20


def test_a_file_that_cannot_be_made_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"File exists|Not a directory"):
        SharedCounters(tmp_path / "file" / "counters")


def test_keys_tell_peers_and_quotas_apart() -> None:
    keys = {
        counter_key(secret, quota, peer)
        for secret in ("a" * 40, "b" * 40)
        for quota in ("reads", "search")
        for peer in ("192.0.2.1", "192.0.2.2", "")
    }
    assert len(keys) == 12
    assert all(len(key) == 8 for key in keys)
