"""The server is killed while somebody types: what it said it saved is there afterwards."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.load import HOST
from tests.bench.servers import free_port, wait_for
from tests.live import ROOT, environment_of

STATUS, NOTE = "cost.final_run.status", "cost.final_run.note"
# How long after its first acknowledged save a server lives (seconds).
LIVES = (0.0, 0.11)


class Typist:
    """Saves one text after another, and remembers the last one that was acknowledged."""

    def __init__(self, prepared: Mapping[str, object]) -> None:
        name, value = prepared["cookie"]
        self._session = f"{name}={value}"
        self._address = f"{prepared['draft']}fill/cost/"
        self.acknowledged = 0
        self.sent = 0
        self.has_saved = threading.Event()

    def type_until_it_breaks(self, port: int) -> None:
        with suppress(OSError, http.client.HTTPException):
            page, cookies = self._page(port)
            token = _value(page, "_token")
            forgery = {"csrfmiddlewaretoken": _value(page, "csrfmiddlewaretoken")}
            while True:
                self.sent += 1
                typed = {STATUS: "disclosed", NOTE: f"text {self.sent}"}
                answer = self._post(port, {**forgery, "_token": token, **typed}, cookies)
                token = answer["token"]
                self.acknowledged = self.sent
                self.has_saved.set()

    def _page(self, port: int) -> tuple[str, str]:
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        connection.request("GET", self._address, headers={"Cookie": self._session})
        response = connection.getresponse()
        forgery = (response.getheader("Set-Cookie") or "").partition(";")[0]
        assert response.status == 200, response.status
        return response.read().decode(), f"{self._session}; {forgery}"

    def _post(self, port: int, fields: Mapping[str, str], cookies: str) -> Mapping[str, str]:
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookies,
        }
        connection.request("POST", self._address, urlencode(fields), headers)
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200, body[:500]
        saved: Mapping[str, str] = json.loads(body)
        return saved


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def stored(database: Path) -> int:
    """The number of the text that is on record; 0 before the first."""
    with closing(sqlite3.connect(database)) as connection:
        row = connection.execute(
            "SELECT content FROM registry_draftsection WHERE name = 'cost'"
        ).fetchone()
    note = json.loads(row[0])["cost"]["final_run"]["note"] if row else "text 0"
    return int(note.removeprefix("text "))


@contextmanager
def server_to_kill(environment: Mapping[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A server in a process group of its own, and its port."""
    port = free_port()
    options = ["--bind", f"{HOST}:{port}", "--workers", "1", "--log-level", "critical"]
    process = subprocess.Popen(  # noqa: S603 - our own server
        [sys.executable, "-m", "gunicorn", "registry.wsgi", *options],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(process, port)
        yield port, process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, installed: Path) -> None:
    shutil.copytree(installed, tmp_path, dirs_exist_ok=True)
    environment = environment_of(tmp_path)
    prepared = subprocess.run(
        [sys.executable, "-m", "tests.journeys.prepared_draft"],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
    )
    typist = Typist(json.loads(prepared.stdout))
    for seconds in LIVES:
        typist.has_saved.clear()
        with server_to_kill(environment) as (port, process):
            typing = threading.Thread(target=typist.type_until_it_breaks, args=[port])
            typing.start()
            assert typist.has_saved.wait(timeout=60)
            time.sleep(seconds)
            os.killpg(process.pid, signal.SIGKILL)
            typing.join(timeout=60)
        assert typist.sent > typist.acknowledged, "no save was under way"
        # At most the text that was on its way has arrived without an answer.
        assert typist.acknowledged <= stored(tmp_path / "registry.sqlite3") <= typist.sent
