"""Stopwatch, figures and the table they are printed in."""

from __future__ import annotations

import gc
import math
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Task = Callable[[], object]
_SHORTEST_TURN_SECONDS = 0.003


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. ``met`` is None where there is no target."""

    what: str
    value: str
    target: str = ""
    met: bool | None = None


def plain(what: str, value: str) -> Figure:
    return Figure(what, value)


def at_most(what: str, value: float, limit: float, unit: str = " ×") -> Figure:
    return Figure(what, f"{value:.2f}{unit}", f"≤ {limit:g}{unit}", value <= limit)


def at_least(what: str, value: float, limit: float, unit: str = " ×") -> Figure:
    return Figure(what, f"{value:.3g}{unit}", f"≥ {limit:g}{unit}", value >= limit)


def milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:,.3g} ms" if seconds < 1 else f"{seconds:.2f} s"


def medians(tasks: Mapping[str, Task], rounds: int) -> dict[str, float]:
    """Return the median time of each task in seconds.

    The tasks take turns after a warm-up, so that a slow spell of the machine meets all; short ones
    are repeated within a turn.
    """
    repeats = {}
    for name, task in tasks.items():
        task()
        repeats[name] = max(1, math.ceil(_SHORTEST_TURN_SECONDS / seconds_of(task)))
    times: dict[str, list[float]] = {name: [] for name in tasks}
    with without_garbage_collection():
        for _ in range(rounds):
            for name, task in tasks.items():
                times[name].append(seconds_of(task, repeats[name]))
    return {name: statistics.median(of_task) for name, of_task in times.items()}


def seconds_of(task: Task, repeats: int = 1) -> float:
    """Return the time of one run of ``task``, the mean of ``repeats``."""
    start = time.perf_counter()
    for _ in range(repeats):
        task()
    return (time.perf_counter() - start) / repeats


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Its pauses depend on all that was measured before."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def exponent(times: Mapping[int, float]) -> float:
    """Return b of the best fit time = a · size^b: 0 is flat, 1 is linear."""
    sizes = [math.log(size) for size in times]
    slope, _ = statistics.linear_regression(sizes, [math.log(t) for t in times.values()])
    return slope


def machine() -> str:
    """The machine in one line: processor, cores that may be used, system, Python."""
    names = [
        line.partition(":")[2].strip()
        for line in _read(Path("/proc/cpuinfo")).splitlines()
        if line.startswith("model name")
    ]
    processor = names[0] if names else platform.processor() or platform.machine()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{processor}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def table(title: str, figures: Sequence[Figure]) -> str:
    """The figures of one group as aligned lines."""
    rows = [(figure.what, figure.value, figure.target, _VERDICTS[figure.met]) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        f"  {what:<{widths[0]}}  {value:>{widths[1]}}  {target:<{widths[2]}}  {met}".rstrip()
        for what, value, target, met in rows
    ]
    return "\n".join([title, *lines, ""])


_VERDICTS = {None: "", True: "met", False: "NOT MET"}
