"""The download and its verification: speed, and memory as the registry grows.

Each runs as a process of its own, as an operator or a reader would start it, so its peak of memory
is its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.installation import ROOT
from tests.bench.measuring import Figure, at_most, plain, seconds_of
from tests.bench.registries import Registries

TITLE = "Download and verification"
_MAXIMUM_GROWTH_MEBIBYTES = 64
_MOST_CARDS_TO_VERIFY = 1000


@dataclass(frozen=True)
class Process:
    """How long a process ran, and the most memory it held."""

    seconds: float
    peak_mebibytes: float


def measure(registries: Registries) -> list[Figure]:
    figures = []
    export_peaks, verify_peaks = {}, {}
    for size in registries.stored.sizes:
        environment = registries.installation.environment(str(size))
        folder = registries.installation.folder / f"dataset-{size}"
        export = _run(["manage.py", "export_dataset", str(folder)], environment)
        export_peaks[size] = export.peak_mebibytes
        mebibytes = sum(path.stat().st_size for path in folder.rglob("*.json")) / 2**20
        copy_seconds = seconds_of(lambda folder=folder: _copy(folder))  # type: ignore[misc]
        figures += [
            plain(
                f"export, {size:,} cards: {mebibytes:.0f} MiB",
                f"{export.seconds:.1f} s, {mebibytes / export.seconds:.1f} MiB/s",
            ),
            plain(f"export ÷ plain copy, {size:,} cards", f"{export.seconds / copy_seconds:.0f} ×"),
        ]
        if size <= _MOST_CARDS_TO_VERIFY:
            verify = _run(["-m", "registry.cli", "verify_ranking", str(folder)], environment)
            verify_peaks[size] = verify.peak_mebibytes
            figures.append(plain(f"verification, {size:,} cards", f"{verify.seconds:.1f} s"))
    return [
        *figures,
        _growth("export", export_peaks, _MAXIMUM_GROWTH_MEBIBYTES),
        _growth("verification", verify_peaks, None),
    ]


def _growth(what: str, peaks: Mapping[int, float], limit: float | None) -> Figure:
    sizes = sorted(peaks)
    growth = peaks[sizes[-1]] - peaks[sizes[0]]
    name = f"{what}: peak of memory, {sizes[-1]:,} cards over {sizes[0]:,}"
    return (
        plain(name, f"{growth:.0f} MiB") if limit is None else at_most(name, growth, limit, " MiB")
    )


def _copy(folder: Path) -> None:
    target = folder.with_name(folder.name + "-copy")
    shutil.copytree(folder, target)
    shutil.rmtree(target)


def _run(arguments: list[str], environment: Mapping[str, str]) -> Process:
    printed = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, "-m", "tests.bench.peak", *arguments],
        env=dict(environment),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    return Process(*map(float, printed.split()))
