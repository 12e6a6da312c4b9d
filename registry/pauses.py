"""Named points where tests hold a process still, to kill it there or to let another overtake it.

Where ``REGISTRY_PAUSES`` is not set, which is everywhere but in tests, a point is passed at once.
It names a folder: while that has a file with the name of a point, whoever comes to the point leaves
a file ``<name>.reached.<process>.<thread>`` beside it and waits until the first file is gone.
"""

import os
import threading
import time
from pathlib import Path

from django.conf import settings

SECONDS_BETWEEN_LOOKS = 0.005
MOST_SECONDS = 60


def pause(name: str) -> None:
    """Wait here while tests say so; raise ``TimeoutError`` where they forgot to let go."""
    folder: Path | None = settings.PAUSES
    if folder is None or not (folder / name).exists():
        return
    (folder / f"{name}.reached.{os.getpid()}.{threading.get_ident()}").touch()
    until = time.monotonic() + MOST_SECONDS
    while (folder / name).exists():
        if time.monotonic() > until:
            raise TimeoutError(f"nobody let go of the pause {name!r}")
        time.sleep(SECONDS_BETWEEN_LOOKS)
