"""Workers of the outbox are killed at named points: no mail is lost, a repeated one is known."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from tests.journeys.workers import ROOT, environment_on, running_workers

SECONDS_TO_START = 60


@contextmanager
def sending(environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """``send_outbox --watch`` as an installation runs it."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "send_outbox", "--watch", "0.1"],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=30)


def wait_until(is_so: Callable[[], object], process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while not is_so():
        assert process.poll() is None, process.communicate()[1].decode()
        assert time.monotonic() < until
        time.sleep(0.02)


def killed_at(point: str, environment: Mapping[str, str]) -> None:
    """Start a worker, and kill it where it has come to ``point``."""
    pauses = Path(environment["REGISTRY_PAUSES"])
    (pauses / point).touch()
    with sending(environment) as process:
        wait_until(lambda: list(pauses.glob(f"{point}.reached.*")), process)
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait(timeout=30) == -signal.SIGKILL
    (pauses / point).unlink()


def ids_in(folder: Path) -> Counter[str]:
    """How often each mail was sent."""
    texts = (file.read_text(encoding="utf-8") for file in (folder / "mail").glob("*"))
    # One file may have several: its name is a second and a number that may come again.
    found = (re.findall("^Message-ID: (.+)$", text, re.M) for text in texts)
    return Counter(chain.from_iterable(found))


def test_no_mail_is_lost_with_its_worker(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "pauses").mkdir()
    environment = environment_on(database_url) | {
        "REGISTRY_DATA_DIR": str(tmp_path),
        "REGISTRY_PAUSES": str(tmp_path / "pauses"),
    }
    with running_workers(database_url, 1) as (registry,):
        registry.result("post_mails", ["first", "second", "third"])
        killed_at("outbox_claimed", environment)
        assert not ids_in(tmp_path)
        # The dead one still holds the first mail, so this one sends the second.
        killed_at("outbox_sent", environment)
        assert len(sent_twice := ids_in(tmp_path)) == 1
        assert registry.result("unsent", None) == 3
        registry.result("outlast_leases", None)
        at_work = tmp_path / "pauses" / "outbox_claimed"
        at_work.touch()
        with sending(environment) as one, sending(environment) as other:
            # Each has a mail in hand; the first file is of the one that was killed.
            wait_until(lambda: len(list(at_work.parent.glob("outbox_claimed.reached.*"))) == 3, one)
            at_work.unlink()
            wait_until(lambda: registry.result("unsent", None) == 0, one)
            for process in (one, other):
                process.terminate()
                assert process.wait(timeout=30) == 0
    assert sorted(ids_in(tmp_path).values()) == [1, 1, 2]
    assert ids_in(tmp_path)[sent_twice.popitem()[0]] == 2
