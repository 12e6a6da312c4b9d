"""The table of accelerators, and one of them."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import AnswerLine, Link


@dataclass(frozen=True, slots=True)
class PeakLine:
    """A dense peak: number formats and TFLOP/s."""

    formats: str
    value: str


@dataclass(frozen=True, slots=True)
class AcceleratorRow:
    """One accelerator in the table; what is not known is empty."""

    link: Link
    released: str
    peaks: tuple[PeakLine, ...]
    memory: str
    power: str
    rental: str
    rental_basis: str  # "29 quotes, 2023-06 to 2025-03"
    doubt: str  # in words: "Sources disagree", "With an inferred figure"
    note: str
    controls: tuple[str, ...]
    cards: int  # model cards that name the model
    source: Link


@dataclass(frozen=True, slots=True)
class VendorRows:
    vendor: str
    anchor: str
    rows: tuple[AcceleratorRow, ...]


@dataclass(frozen=True, slots=True)
class ControlLine:
    model: str
    since: str
    rule: str
    source: Link


@dataclass(frozen=True, slots=True)
class AcceleratorsPage:
    vendors: tuple[VendorRows, ...]
    count: int
    controls: tuple[ControlLine, ...]
    compiled_on: str
    license: str
    attribution: str
    data_url: str


@dataclass(frozen=True, slots=True)
class AcceleratorPage:
    row: AcceleratorRow
    name: str
    vendor: str
    lines: tuple[AnswerLine, ...]
    controls: tuple[ControlLine, ...]
    variants: tuple[Link, ...]
    models: tuple[Link, ...]
    more_models: int
    model: str
    attribution: str
