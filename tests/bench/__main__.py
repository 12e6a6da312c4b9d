"""Measure the registry: ``python -m tests.bench``.

Every figure that has a target is a ratio of two times of the same run, or an exponent of growth;
the others say how large things are on this machine. Nothing is compared with an earlier run.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from importlib import import_module

from tests.bench.installation import temporary_installation
from tests.bench.measuring import machine, table

GROUPS = ("grading", "ranking", "publishing", "serving", "reading", "dump", "dataset")


def main() -> None:
    arguments = _arguments()
    start = time.perf_counter()
    with temporary_installation() as installation:
        # Models can be imported only after Django is set up.
        registries = import_module("tests.bench.registries").Registries(
            installation, is_quick=arguments.quick
        )
        _say(f"{datetime.now(UTC):%Y-%m-%d}  {machine()}, {installation.engine}\n\n")
        for name in arguments.only or GROUPS:
            group = import_module(f"tests.bench.{name}")
            _say(table(group.TITLE, group.measure(registries)) + "\n")
        _say(f"{time.perf_counter() - start:.0f} s\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Measure the workloads of docs/performance.md as ratios within one run. Uses a "
        "temporary SQLite file, or temporary databases beside the one DATABASE_URL names.",
    )
    parser.add_argument("--only", action="append", choices=GROUPS, help="this group; repeatable")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer rounds")
    return parser.parse_args()


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
