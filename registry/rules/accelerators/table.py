"""The registry's table of accelerators: what one chip can do, draw and cost, with a source per row.

The file is data and grows: ``version`` is that of its form, ``compiled_on`` the day of its content.
Rows whose sources disagree, or with a figure that was inferred, are marked (``doubt``), and nothing
that rests on such a row is ever called an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any, Literal

from registry.rules.numerals import exact
from registry.rules.standard import SCHEMAS_DIR

CURRENT_VERSION = "1.0"
TABLE_PATH = SCHEMAS_DIR / "accelerators" / f"{CURRENT_VERSION}.json"

Doubt = Literal["none", "unsure", "inferred"]

# The formats that share a 16-bit peak, the reference where a run names no format or mixes several.
SIXTEEN_BIT = ("bf16", "fp16")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Rental:
    """Prices per accelerator-hour in US dollars: of how many quotes, from which months."""

    low: Fraction
    median: Fraction
    high: Fraction
    quotes: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Accelerator:
    """One row. ``peaks`` are dense operations per second by number format, without sparsity.

    ``form_factor`` and ``tdp_watts`` are None and ``memory_gb`` empty where they are not known;
    ``usual_variant`` marks the variant that a bare model name stands for.
    """

    id: str
    vendor: str
    name: str
    model: str
    form_factor: str | None
    usual_variant: bool
    memory_gb: tuple[Fraction, ...]
    memory_bandwidth_gb_per_second: Fraction | None
    released_on: str
    peaks: Mapping[str, Fraction]
    tdp_watts: Fraction | None
    rental: Rental | None
    purchase_usd: tuple[Fraction, Fraction] | None
    doubt: Doubt
    note: str
    source: Source

    @property
    def is_doubtful(self) -> bool:
        return self.doubt != "none"

    @property
    def sixteen_bit(self) -> str | None:
        """The 16-bit format whose peak the row gives; None where it gives none."""
        return next((name for name in SIXTEEN_BIT if name in self.peaks), None)


@dataclass(frozen=True, slots=True)
class ExportControl:
    """A model that needs a license for export to some countries, and since when."""

    vendor: str
    model: str
    since: str
    rule: str
    source: Source


@dataclass(frozen=True)
class Table:
    """All rows with the aliases under which cards name them, and the export-control list."""

    version: str
    compiled_on: str
    license: str
    attribution: str
    accelerators: tuple[Accelerator, ...]
    export_controls: tuple[ExportControl, ...]
    vendor_aliases: Mapping[str, str]
    model_aliases: Mapping[tuple[str, str], str]
    form_factors: Mapping[str, str]
    ignored_words: frozenset[str]

    @cached_property
    def by_id(self) -> Mapping[str, Accelerator]:
        return {row.id: row for row in self.accelerators}

    @cached_property
    def by_model(self) -> Mapping[str, tuple[Accelerator, ...]]:
        """Rows by folded model name; names are distinct across vendors."""
        rows: dict[str, tuple[Accelerator, ...]] = {}
        for row in self.accelerators:
            rows[folded(row.model)] = (*rows.get(folded(row.model), ()), row)
        return rows

    @cached_property
    def vendors(self) -> Mapping[str, str]:
        """Vendors by folded name, the longest first."""
        names = {row.vendor: row.vendor for row in self.accelerators} | dict(self.vendor_aliases)
        longest_first = sorted(names.items(), key=lambda item: -len(item[0]))
        return {folded(name): vendor for name, vendor in longest_first}

    def controls_of(self, row: Accelerator) -> tuple[ExportControl, ...]:
        return tuple(
            control
            for control in self.export_controls
            if (control.vendor, control.model) == (row.vendor, row.model)
        )


def words_of(text: str) -> list[str]:
    """The words and numbers of a name in small letters, without punctuation."""
    return _WORD.findall(text.casefold())


def folded(text: str) -> str:
    """The form in which spellings of one name are equal: "TPU v4" and "TPUv4"."""
    return "".join(words_of(text))


def parse_table(raw: Mapping[str, Any]) -> Table:
    """Read the file's content. Raises ``KeyError`` or ``ValueError`` if it is not of its form."""
    aliases = raw["aliases"]
    table = Table(
        version=raw["version"],
        compiled_on=raw["compiled_on"],
        license=raw["license"],
        attribution=raw["attribution"],
        accelerators=tuple(_accelerator(row) for row in raw["accelerators"]),
        export_controls=tuple(
            ExportControl(
                row["vendor"], row["model"], row["since"], row["rule"], _source(row["source"])
            )
            for row in raw["export_control"]
        ),
        vendor_aliases=aliases["vendors"],
        model_aliases={(row["vendor"], row["alias"]): row["model"] for row in aliases["models"]},
        form_factors=aliases["form_factors"],
        ignored_words=frozenset(aliases["ignored_words"]),
    )
    if len(table.by_id) != len(table.accelerators):
        raise ValueError("two accelerators have the same id")
    return table


@cache
def load_accelerators() -> Table:
    """Return the current table."""
    return parse_table(json.loads(TABLE_PATH.read_bytes()))


def _accelerator(row: Mapping[str, Any]) -> Accelerator:
    rental, purchase = row["rental_usd_per_hour"], row["purchase_usd"]
    return Accelerator(
        id=row["id"],
        vendor=row["vendor"],
        name=row["name"],
        model=row["model"],
        form_factor=row["form_factor"],
        usual_variant=row["usual_variant"],
        memory_gb=_numbers(row["memory_gb"]),
        memory_bandwidth_gb_per_second=_maybe(row["memory_bandwidth_gb_per_second"]),
        released_on=row["released_on"],
        peaks={
            number_format: _number(value) * 10**12
            for number_format, value in row["peak_dense_tflop_per_second"].items()
        },
        tdp_watts=_maybe(row["tdp_watts"]),
        rental=_rental(rental) if rental else None,
        purchase_usd=(_number(purchase["min"]), _number(purchase["max"])) if purchase else None,
        doubt=row["doubt"],
        note=row["note"],
        source=_source(row["source"]),
    )


def _rental(raw: Mapping[str, Any]) -> Rental:
    low, median, high = _numbers(raw[key] for key in ("min", "median", "max"))
    return Rental(low, median, high, raw["quotes"], raw["first"], raw["last"])


def _source(raw: Mapping[str, str]) -> Source:
    return Source(raw["title"], raw["url"])


def _number(value: float) -> Fraction:
    return Fraction(exact(value))


def _maybe(value: float | None) -> Fraction | None:
    return None if value is None else _number(value)


def _numbers(values: Iterable[float]) -> tuple[Fraction, ...]:
    return tuple(_number(value) for value in values)
