"""W6: the dump, its memory as the registry grows, and its speed beside a copy of the bytes.

The copy reads every card and writes it to a file, one after the other, and does nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from registry.exporters.dump import cards, claims
from registry.exporters.dump.files import compress
from registry.models import CardContent
from registry.models.one_state import one_state
from tests.bench.measuring import Figure, at_least, medians, plain
from tests.bench.processes import MAXIMUM_GROWTH_MEBIBYTES, growth, run
from tests.bench.registries import Registries

TITLE = "W6  Dump"
_ROUNDS = 3
# Compressing takes most of the time, and is as fast for few cards as for many.
_MOST_CARDS_TO_COMPRESS = 1000
_LEAST_SHARE_OF_COPY = 0.3

Lines = Callable[[], Iterator[str]]


def measure(registries: Registries) -> list[Figure]:
    return [*_memory(registries), *_speed(registries)]


def _memory(registries: Registries) -> list[Figure]:
    figures = []
    ways = {"dump": [], "dump --parquet": ["--parquet"]} if find_spec("pyarrow") else {"dump": []}
    for way, options in ways.items():
        peaks = {}
        for size in registries.stored.sizes:
            folder = registries.installation.folder / f"{way}-{size}".replace(" ", "")
            environment = registries.installation.environment(str(size))
            process = run(["manage.py", "dump", str(folder), *options], environment)
            peaks[size] = process.peak_mebibytes
            mebibytes = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
            figures.append(
                plain(
                    f"{way}, {size:,} cards: {mebibytes:.1f} MiB",
                    f"{process.seconds:.1f} s, peak {process.peak_mebibytes:.0f} MiB",
                )
            )
        figures.append(growth(way, peaks, MAXIMUM_GROWTH_MEBIBYTES))
    return figures


def _speed(registries: Registries) -> list[Figure]:
    largest = registries.stored.sizes[-1]
    compressed = max(n for n in registries.stored.sizes if n <= _MOST_CARDS_TO_COMPRESS)
    path = registries.installation.folder / "speed"
    registries.installation.use(str(largest))
    with one_state():
        size = sum(map(len, _copy())) / 2**20
        times = medians(
            {
                "copy": lambda: _write(path, _copy),
                "lines": lambda: _write(path, cards.lines),
            },
            _ROUNDS,
        )
    registries.installation.use(str(compressed))
    with one_state():
        packed = medians(
            {
                "copy": lambda: _compress(path, _copy),
                "lines": lambda: _compress(path, cards.lines),
                "claims": lambda: _compress(path, _claims),
            },
            _ROUNDS,
        )
        rows = sum(1 for _ in claims.rows())
    return [
        plain(f"copy of the stored bytes, {largest:,} cards", f"{size / times['copy']:.0f} MiB/s"),
        at_least(
            f"JSON Lines ÷ copy, {largest:,} cards",
            times["copy"] / times["lines"],
            _LEAST_SHARE_OF_COPY,
        ),
        plain(
            f"JSON Lines ÷ copy, both gzip, {compressed:,} cards",
            f"{packed['copy'] / packed['lines']:.2f} ×",
        ),
        plain(
            "JSON Lines with gzip ÷ copy without",
            f"{times['copy'] / largest / (packed['lines'] / compressed):.2f} ×",
        ),
        plain("claims as CSV with gzip", f"{rows / packed['claims']:,.0f} rows/s"),
    ]


def _copy() -> Iterator[str]:
    return CardContent.objects.values_list("canonical", flat=True).iterator()


def _claims() -> Iterator[str]:
    return claims.TABLE.csv(claims.rows())


def _write(path: Path, lines: Lines) -> None:
    with path.open("w", encoding="utf-8", newline="") as target:
        target.writelines(lines())


def _compress(path: Path, lines: Lines) -> None:
    with path.open("wb") as target:
        compress(target, lines())
