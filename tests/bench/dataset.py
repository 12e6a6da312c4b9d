"""The download and its verification: speed, and memory as the registry grows.

Each runs as a process of its own, as an operator or a reader would start it, so its peak of memory
is its own.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.bench.measuring import Figure, plain, seconds_of
from tests.bench.processes import MAXIMUM_GROWTH_MEBIBYTES, growth, run
from tests.bench.registries import Registries

TITLE = "Download and verification"
_MOST_CARDS_TO_VERIFY = 1000


def measure(registries: Registries) -> list[Figure]:
    figures = []
    export_peaks, verify_peaks = {}, {}
    for size in registries.stored.sizes:
        environment = registries.installation.environment(str(size))
        folder = registries.installation.folder / f"dataset-{size}"
        export = run(["manage.py", "export_dataset", str(folder)], environment)
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
            verify = run(["-m", "registry.cli", "verify_ranking", str(folder)], environment)
            verify_peaks[size] = verify.peak_mebibytes
            figures.append(plain(f"verification, {size:,} cards", f"{verify.seconds:.1f} s"))
    return [
        *figures,
        growth("export", export_peaks, MAXIMUM_GROWTH_MEBIBYTES),
        growth("verification", verify_peaks, None),
    ]


def _copy(folder: Path) -> None:
    target = folder.with_name(folder.name + "-copy")
    shutil.copytree(folder, target)
    shutil.rmtree(target)
