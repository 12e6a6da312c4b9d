"""Programs measured as an operator would start them, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from tests.bench.installation import ROOT
from tests.bench.measuring import Figure, at_most, plain

# Of a download, whatever the number of cards.
MAXIMUM_GROWTH_MEBIBYTES = 64


@dataclass(frozen=True)
class Process:
    """How long a process ran, and the most memory it held."""

    seconds: float
    peak_mebibytes: float


def run(arguments: list[str], environment: Mapping[str, str]) -> Process:
    """Run Python with ``arguments`` to its end."""
    printed = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, "-m", "tests.bench.peak", *arguments],
        env=dict(environment),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    return Process(*map(float, printed.split()))


def growth(what: str, peaks: Mapping[int, float], limit: float | None) -> Figure:
    """How much more memory it took at the largest size than at the smallest."""
    sizes = sorted(peaks)
    mebibytes = peaks[sizes[-1]] - peaks[sizes[0]]
    name = f"{what}: peak of memory, {sizes[-1]:,} cards over {sizes[0]:,}"
    if limit is None:
        return plain(name, f"{mebibytes:.0f} MiB")
    return at_most(name, mebibytes, limit, " MiB")
