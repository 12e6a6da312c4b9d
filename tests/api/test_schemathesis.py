"""Schemathesis over the whole API with all its checks, by the description that the API serves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories.battery import BATTERY

ROOT = Path(__file__).parents[2]
HOOKS = "tests.api.schemathesis_hooks"
PHASES = "examples,coverage,fuzzing,stateful"


@pytest.mark.randomised
def test_nothing_is_found(server: str, tmp_path: Path) -> None:
    """Every address and method, with what the description allows and with what it forbids."""
    program = Path(sys.executable).with_name("schemathesis")
    outcome = subprocess.run(  # noqa: S603 - our own tools
        [
            *(program, "run", f"{server}/api/v1/openapi.json"),
            *("--checks", "all", "--phases", PHASES, "--mode", "all"),
            *("--max-examples", "200" if BATTERY else "12"),
            *("--seed", "1", "--workers", "1", "--request-timeout", "20", "--no-color"),
            *("--wait-for-schema", "120"),
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SCHEMATHESIS_HOOKS": HOOKS},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout[-8000:] + outcome.stderr[-2000:]
    assert "API capabilities" in outcome.stdout or "operations" in outcome.stdout.casefold()
