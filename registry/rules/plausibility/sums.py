"""PC02: a total is the sum of its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import (
    COST,
    FINAL_RUN,
    INHERITED,
    PER_STAGE,
    PROGRAM,
    Inputs,
)
from registry.rules.plausibility.numbers import Bands, Number, added, compare, read
from registry.rules.plausibility.results import Compared, Result, Severity, not_run
from registry.rules.plausibility.wording import compared

ADVICE = "Check the parts and the total, or say in a note what else the total holds."
TOO_MUCH = "The parts cannot exceed their total: check both, or what the total leaves out."
# Sum ÷ total: as much as one hundredth apart is a note; parts that exceed their total an error.
_NEAR, _SHORT = (Fraction(99, 100), Fraction(101, 100)), (Fraction(0), Fraction(101, 100))
PARTS = Bands(
    ((Severity.NOTE, *_NEAR), (Severity.WARN, *_SHORT)),
    otherwise=Severity.ERROR,
)


def parts_sum(parts: Sequence[Number], total: Number, *, complete: bool = True) -> Severity:
    """The verdict on parts and their total; parts that may not be all can only exceed it."""
    known = added(parts)
    severity = compare(known, total, PARTS).severity
    if complete or severity is Severity.ERROR:
        return severity
    return Severity.PASS


def check_sums(inputs: Inputs) -> Iterator[Compared | Result]:
    """PC02: stages against the final run, and known costs against the program and the run."""
    found = [*_stages(inputs), *_program(inputs), *_inherited(inputs)]
    yield from found
    if not found:
        yield not_run(
            "PC02",
            (PER_STAGE, FINAL_RUN),
            "No total has parts with figures whose stages together are its own.",
        )


def _stages(inputs: Inputs) -> Iterator[Compared]:
    whole = inputs.stages(FINAL_RUN)
    for name, unit in (("accelerator_hours", "accelerator-hours"), ("flop", "FLOP")):
        total = inputs.figure(FINAL_RUN, name)
        rows = _rows_within(inputs.value(PER_STAGE).get("stages", ()), whole, name)
        parts = [read(row[name]) for row in rows]
        known = [part for part in parts if part]
        if total is None or not known or len(known) < len(parts):
            continue
        writer = texts.flop if name == "flop" else texts.figure
        yield _sum(known, total, (PER_STAGE, FINAL_RUN), writer, unit if name != "flop" else "")


def _rows_within(
    rows: Sequence[Mapping[str, Any]], whole: frozenset[str], name: str
) -> Sequence[Mapping[str, Any]]:
    """The rows with a figure that lie in the total; none unless they make up its stages."""
    with_figure = [
        (row, {row["stage"], *row.get("also_covers", ())}) for row in rows if name in row
    ]
    touching = [(row, stages) for row, stages in with_figure if stages & whole]
    covered = frozenset().union(*(stages for _, stages in touching))
    return [row for row, _ in touching] if covered == whole else ()


def _sum(
    parts: Sequence[Number],
    total: Number,
    claims: tuple[str, ...],
    writer: Callable[[Number], str],
    unit: str,
    *,
    is_money: bool = False,
) -> Compared:
    comparison = compare(added(parts), total, PARTS)
    terms = " + ".join(writer(part) for part in parts)
    outcome = writer(added(parts))
    exceeds = comparison.severity is Severity.ERROR
    return compared(
        "PC02",
        claims,
        comparison,
        sum_text=f"{terms} = {outcome} {unit}".rstrip(),
        short=f"{terms} = {outcome}",
        stated=f"{writer(total)} {unit}".rstrip(),
        advice=TOO_MUCH if exceeds else ADVICE,
        is_money=is_money,
    )


def _program(inputs: Inputs) -> Iterator[Compared]:
    """Known parts of the program's amount: its final run and the base models inside it.

    They are held against the whole only where they are all of it, otherwise they must not exceed
    it.
    """
    program = inputs.value(PROGRAM)
    total, currency = read(program.get("amount")), program.get("amount", {}).get("currency")
    components = frozenset(program.get("components", ()))
    if total is None:
        return
    parts: list[Number] = []
    claims: list[str] = []
    covered: frozenset[str] = frozenset()
    if "final_run" in components and (own := _amount(inputs.value(COST), currency)):
        parts, claims, covered = [own], [COST], inputs.stages(COST)
    parents = _parents(inputs, currency) if "base_model" in components else []
    if parents:
        parts, claims = [*parts, *(amount for amount, _ in parents)], [*claims, INHERITED]
        covered = covered.union(*(stages for _, stages in parents))
    if not parts:
        return
    named = {COST: "final_run", INHERITED: "base_model"}
    is_complete = (
        components == {named[claim] for claim in claims}
        and covered == inputs.stages(PROGRAM)
        and len(parents) in (0, len(_rows(inputs)))
    )
    yield from _known_sum(parts, total, (PROGRAM, *claims), currency or "", is_complete=is_complete)


def _inherited(inputs: Inputs) -> Iterator[Compared]:
    """Base models inside the run's own amount must not cost more than the whole."""
    components = inputs.value("cost.scope").get("components", {})
    total = inputs.figure(COST, "amount")
    currency = inputs.value(COST).get("amount", {}).get("currency")
    parents = _parents(inputs, currency)
    if components.get("base_model") == "included" and total and parents:
        parts = [amount for amount, _ in parents]
        yield from _known_sum(parts, total, (COST, INHERITED), currency or "", is_complete=False)


def _known_sum(
    parts: Sequence[Number],
    total: Number,
    claims: tuple[str, ...],
    currency: str,
    *,
    is_complete: bool,
) -> Iterator[Compared]:
    if is_complete or parts_sum(parts, total, complete=False) is Severity.ERROR:
        yield _sum(parts, total, claims, texts.figure, currency, is_money=True)


def _rows(inputs: Inputs) -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = inputs.value(INHERITED).get("parents", ())
    return rows


def _parents(inputs: Inputs, currency: str | None) -> list[tuple[Number, frozenset[str]]]:
    """Amounts of base models in this currency, with their stages."""
    found = []
    for row in _rows(inputs):
        amount = _amount(row, currency)
        if amount:
            found.append((amount, frozenset(row.get("stages", ()))))
    return found


def _amount(value: Mapping[str, Any], currency: str | None) -> Number | None:
    raw = value.get("amount")
    return read(raw) if raw and raw["currency"] == currency else None
