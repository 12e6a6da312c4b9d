"""A real server with the starter registry, set up by the commands of ``make run``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.servers import gunicorn

ROOT = Path(__file__).parents[1]


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """Its address; it keeps all it has in ``folder`` and refuses nobody for asking too often."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "registry.settings",
        "REGISTRY_SECRET_KEY": "only-for-live-tests-" + "0" * 32,
        "REGISTRY_DATA_DIR": str(folder),
        "REGISTRY_LOG_LEVEL": "ERROR",
        "REGISTRY_RATE_LIMIT_FACTOR": "1000000",
        "DATABASE_URL": f"sqlite:///{folder}/registry.sqlite3",
    }
    for command in ("migrate -v 0", "collectstatic --no-input -v 0", "load_starter", "dump"):
        subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, "manage.py", *command.split()],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    with gunicorn("registry.wsgi", environment) as port:
        yield f"http://127.0.0.1:{port}"
