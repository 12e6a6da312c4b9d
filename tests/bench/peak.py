"""Run a program and print its seconds and its peak of memory: ``python -m tests.bench.peak ARG…``.

A process of its own, because Linux counts what the one that starts a program holds at that moment
to the program's own peak, and a benchmark holds much.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

# Linux counts the peak in kibibytes, macOS in bytes.
_UNIT = 1 if sys.platform == "darwin" else 1024

if __name__ == "__main__":
    start = time.perf_counter()
    subprocess.run(  # noqa: S603 - what the benchmark asks for
        [sys.executable, *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL
    )
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _UNIT
    sys.stdout.write(f"{seconds} {peak / 2**20}\n")
