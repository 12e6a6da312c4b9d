"""A real server with the starter registry, set up by the commands of ``make run``."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.bench.servers import gunicorn

ROOT = Path(__file__).parents[1]


def environment_of(folder: Path) -> dict[str, str]:
    """The variables of an installation that keeps all it has in ``folder``.

    It refuses nobody for asking too often.
    """
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "registry.settings",
        "REGISTRY_SECRET_KEY": "only-for-live-tests-" + "0" * 32,
        "REGISTRY_DATA_DIR": str(folder),
        "REGISTRY_LOG_LEVEL": "ERROR",
        "REGISTRY_RATE_LIMIT_FACTOR": "1000000",
        "DATABASE_URL": f"sqlite:///{folder}/registry.sqlite3",
    }


def set_up(environment: Mapping[str, str], *commands: str) -> None:
    """Run commands of ``manage.py`` one after the other."""
    for command in commands:
        subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, "manage.py", *command.split()],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def run_module(environment: Mapping[str, str], module: str) -> None:
    """Run a module in the environment of an installation, with the settings of that."""
    subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-m", module], cwd=ROOT, env=environment, check=True
    )


def set_up_once(folder: Path) -> Path:
    """Set up an installation in ``folder`` unless another process of this run has; return it.

    It is there to be copied: nobody works in it.
    """
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = folder.with_suffix(".half")
            half.mkdir()
            commands = ("migrate -v 0", "collectstatic --no-input -v 0", "load_starter", "dump")
            set_up(environment_of(half), *commands)
            half.rename(folder)
    return folder


@contextmanager
def running_server(folder: Path, installed: Path) -> Iterator[str]:
    """The address of a server that works in ``folder``, a copy of what is ``installed``."""
    shutil.copytree(installed, folder, dirs_exist_ok=True)
    with gunicorn("registry.wsgi", environment_of(folder)) as port:
        yield f"http://127.0.0.1:{port}"
