"""The starter registry as a download, written once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

Export = Callable[[], Path]


@pytest.fixture
def export(db: None, tmp_path: Path) -> Export:
    """Write the registry as it is now to a folder and return that."""

    def write() -> Path:
        folder = tmp_path / "export"
        call_command("export_dataset", str(folder), verbosity=0)
        return folder

    return write
