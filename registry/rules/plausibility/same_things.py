"""Figures that two claims give for one thing: equal stages, equal unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import (
    ARCHITECTURE,
    COST,
    COUNT,
    DURATION,
    ESTIMATION,
    FINAL_RUN,
    PER_STAGE,
    PRICE_BASIS,
    SIZE,
    Inputs,
    segments_of,
)
from registry.rules.plausibility.numbers import Number, read
from registry.rules.words import value_words


@dataclass(frozen=True, slots=True)
class Statement:
    """One of several figures for one thing; ``place`` names where it stands, for a sentence."""

    number: Number
    claim: str
    place: str
    what: str
    text: str
    is_money: bool = False


def statements(inputs: Inputs) -> Iterator[tuple[Statement, ...]]:
    """Groups of statements about one thing, each with at least two."""
    for group in _groups(inputs):
        found = tuple(one for one in group if one)
        if len(found) > 1:
            yield found


def _groups(inputs: Inputs) -> Iterator[list[Statement | None]]:
    # A cost counts the hours of its own stages, like a run.
    for stages in dict.fromkeys(inputs.stages(path) for path in (FINAL_RUN, DURATION, COST)):
        if stages:
            yield _hours(inputs, stages)
    yield [
        _stated(inputs, DURATION, "wall_clock_hours", "elapsed hours"),
        _segment(inputs, inputs.stages(DURATION), "wall_clock_hours", "elapsed hours"),
    ]
    yield [
        _stated(inputs, ARCHITECTURE, "parameters_active", "active parameters"),
        _stated(inputs, ESTIMATION, "parameters_active", "active parameters"),
    ]
    yield [_price(inputs, COST), _price(inputs, PRICE_BASIS)]
    yield from _operations(inputs)
    yield from _tokens(inputs)


def _hours(inputs: Inputs, stages: frozenset[str]) -> list[Statement | None]:
    name, what = "accelerator_hours", "accelerator-hours"
    return [
        *(
            _stated(inputs, path, name, what)
            for path in (FINAL_RUN, DURATION, COST)
            if inputs.stages(path) == stages
        ),
        _segment(inputs, stages, name, what),
    ]


def _stated(inputs: Inputs, path: str, name: str, what: str) -> Statement | None:
    number = inputs.figure(path, name)
    written = texts.count if name == "parameters_active" else texts.figure
    return Statement(number, path, path, what, written(number)) if number else None


def _segment(inputs: Inputs, stages: frozenset[str], name: str, what: str) -> Statement | None:
    """The figure of the only segment that makes up these stages."""
    segments = segments_of(inputs, stages)
    number = read(segments[0].get(name)) if len(segments) == 1 else None
    return Statement(number, COUNT, COUNT, what, texts.figure(number)) if number else None


def _price(inputs: Inputs, path: str) -> Statement | None:
    raw: Mapping[str, Any] | None = inputs.value(path).get("price_per_accelerator_hour")
    number = read(raw)
    if raw is None or number is None or raw["currency"] != _currency(inputs):
        return None
    text = texts.price(number, raw["currency"])
    return Statement(number, path, path, "per accelerator-hour", text, is_money=True)


def _currency(inputs: Inputs) -> str:
    price: Mapping[str, str] = inputs.value(COST).get("price_per_accelerator_hour", {})
    return price.get("currency", "")


def _operations(inputs: Inputs) -> Iterator[list[Statement | None]]:
    """The operations of the run, and those of a line that covers the same stages."""
    lines = [
        row
        for row in inputs.value(PER_STAGE).get("stages", ())
        if {row["stage"], *row.get("also_covers", ())} == inputs.stages(FINAL_RUN)
    ]
    number = inputs.figure(FINAL_RUN, "flop")
    line = read(lines[0].get("flop")) if len(lines) == 1 else None
    if number and line:
        yield [
            Statement(number, FINAL_RUN, FINAL_RUN, "", texts.flop(number)),
            Statement(line, PER_STAGE, PER_STAGE, "", texts.flop(line)),
        ]


def _tokens(inputs: Inputs) -> Iterator[list[Statement | None]]:
    """Tokens seen in one stage: by the line of compute, the size of data, the estimate."""
    lines = inputs.value(PER_STAGE).get("stages", ())
    entries = [
        row
        for row in inputs.value(SIZE).get("entries", ())
        if row["unit"] == "tokens" and row.get("counting") == "seen" and "stage" in row
    ]
    for stage in dict.fromkeys(row["stage"] for row in (*lines, *entries)):
        alone = frozenset({stage})
        of_stage = [row for row in lines if {row["stage"], *row.get("also_covers", ())} == alone]
        of_data = [row for row in entries if row["stage"] == stage]
        estimate = inputs.figure(ESTIMATION, "tokens_seen")
        yield [
            _counted(of_stage, "tokens_seen", PER_STAGE, stage),
            _counted(of_data, "amount", SIZE, stage),
            Statement(estimate, ESTIMATION, ESTIMATION, "tokens", texts.count(estimate))
            if estimate and inputs.stages(FINAL_RUN) == alone
            else None,
        ]


def _counted(rows: list[Mapping[str, Any]], name: str, claim: str, stage: str) -> Statement | None:
    number = read(rows[0].get(name)) if len(rows) == 1 else None
    place = f"{claim} ({value_words(stage)})"
    return Statement(number, claim, place, "tokens", texts.count(number)) if number else None
