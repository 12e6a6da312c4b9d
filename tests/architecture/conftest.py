"""The files of the repository, as the tests of its shape read them."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_OURS = {"__pycache__", "build", ".data", ".demo", ".git", ".venv"}


def is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return not any(
        part in NOT_OURS or part.endswith((".egg-info", "_cache")) or part == ".hypothesis"
        for part in parts
    )


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """Every text file of the repository by its name; what is built or installed is left out."""
    found = {}
    for path in sorted(ROOT.rglob("*")):
        if is_ours(path) and path.is_file():
            try:
                found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return found


@pytest.fixture(scope="session")
def sources(texts: dict[str, str]) -> dict[str, str]:
    """The modules of the product by file name; migrations are left out."""
    return {
        name: text
        for name, text in texts.items()
        if name.startswith("registry/")
        and name.endswith(".py")
        and not name.startswith("registry/migrations/")
    }
