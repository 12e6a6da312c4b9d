"""Named pauses hold where a test says so, and nowhere else."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from registry import pauses
from registry.pauses import pause


def test_nothing_holds_where_no_folder_is_set(settings: Any) -> None:
    assert settings.PAUSES is None
    pause("outbox_sent")


def test_a_point_holds_until_its_file_is_gone(settings: Any, tmp_path: Path) -> None:
    settings.PAUSES = tmp_path
    (tmp_path / "here").touch()
    pause("elsewhere")
    held = threading.Thread(target=pause, args=["here"])
    held.start()
    while not list(tmp_path.glob("here.reached.*")):
        time.sleep(0.001)
    assert held.is_alive()
    (tmp_path / "here").unlink()
    held.join(timeout=10)
    assert not held.is_alive()
    assert not list(tmp_path.glob("elsewhere*"))


def test_a_forgotten_pause_ends(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PAUSES = tmp_path
    monkeypatch.setattr(pauses, "MOST_SECONDS", 0)
    (tmp_path / "here").touch()
    with pytest.raises(TimeoutError, match="'here'"):
        pause("here")
