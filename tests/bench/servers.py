"""Servers for the measurements, one worker each, on ports of this machine that were free."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.load import HOST

_SECONDS_TO_START = 30

_NGINX = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 64; }}
http {{
  access_log off;
  sendfile on;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{ listen {host}:{port}; root {root}; }}
}}
"""


@contextmanager
def gunicorn(application: str, environment: Mapping[str, str]) -> Iterator[int]:
    """Serve a WSGI application as ``make run`` does, with one worker; give its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}"]
    with _running([*command, "--workers", "1", "--log-level", "warning"], environment, port):
        yield port


@contextmanager
def datasette(database: Path) -> Iterator[int | None]:
    """Serve an SQLite file by Datasette where it is installed; give its port, else ``None``."""
    program = Path(sys.executable).with_name("datasette")
    if not program.exists():
        yield None
        return
    port = free_port()
    command = [str(program), "serve", "--immutable", str(database), "--host", HOST]
    quiet = ["--setting", "suggest_facets", "off"]
    with _running([*command, "--port", str(port), *quiet], os.environ, port):
        yield port


@contextmanager
def nginx(root: Path, folder: Path) -> Iterator[int | None]:
    """Serve a folder by nginx where the machine has it; give its port, ``None`` where not."""
    program = shutil.which("nginx")
    if program is None:
        yield None
        return
    port = free_port()
    folder.mkdir()
    # Its worker gives up the rights of root, and the folders of a run belong to whoever runs it.
    for path in (root, *root.parents[:1]):
        path.chmod(0o755)
    configuration = folder / "nginx.conf"
    configuration.write_text(_NGINX.format(folder=folder, root=root, host=HOST, port=port))
    with _running([program, "-c", str(configuration), "-e", "stderr"], {}, port):
        yield port


@contextmanager
def _running(command: Sequence[str], environment: Mapping[str, str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL)  # noqa: S603 - our own servers
    try:
        wait_for(process, port)
        yield
    finally:
        process.terminate()
        process.wait(timeout=_SECONDS_TO_START)


def wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{process.args!r} did not start.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
