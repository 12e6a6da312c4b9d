"""Parameters and tokens of a language model, as far as the card gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.rules.plausibility.inputs import (
    ARCHITECTURE,
    ESTIMATION,
    FINAL_RUN,
    PER_STAGE,
    SIZE,
    Inputs,
)
from registry.rules.plausibility.numbers import Number, added, read

_TEXT = frozenset({"text", "code"})
_OTHER_TYPES = frozenset({"image_generation", "protein_structure"})
# Stages in which a language model learns from every token it sees.
LANGUAGE_STAGES = frozenset({"pretraining", "mid_training", "context_extension"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure and the claim that states it."""

    number: Number
    claim: str


def is_language_model(inputs: Inputs, stages: frozenset[str] = frozenset()) -> bool:
    """Whether the model learned from text: nothing in the card says otherwise.

    Images or sound among the training data make tokens of another kind.
    """
    model = inputs.document["model"]
    if model.get("type") in _OTHER_TYPES:
        return False
    if inputs.value(ARCHITECTURE).get("type") == "diffusion":
        return False
    entries = [row for row in _entries(inputs) if not stages or row.get("stage") in {*stages, None}]
    modalities = {row["modality"] for row in entries if "modality" in row}
    declared = {*(inputs.facts.get("data.modalities") or ())}
    outputs = {*model.get("output_modalities", ())}
    if outputs and not outputs & _TEXT:
        return False
    return (modalities | declared) <= _TEXT


def parameters(inputs: Inputs) -> Stated | None:
    """Parameters active per token: all of them only where the architecture is dense."""
    value = inputs.value(ARCHITECTURE)
    active = read(value.get("parameters_active"))
    if active is None and value.get("type") == "dense_transformer":
        active = read(value.get("parameters_total"))
    if active:
        return Stated(active, ARCHITECTURE)
    used = inputs.figure(ESTIMATION, "parameters_active")
    return Stated(used, ESTIMATION) if used else None


def tokens_seen(inputs: Inputs, stages: frozenset[str]) -> Stated | None:
    """Tokens processed in exactly these stages, repetitions counted."""
    return (
        _seen_per_stage(inputs, stages)
        or _seen_in_data(inputs, stages)
        or _seen_by_estimate(inputs, stages)
    )


def _seen_per_stage(inputs: Inputs, stages: frozenset[str]) -> Stated | None:
    rows = [
        (row, {row["stage"], *row.get("also_covers", ())})
        for row in inputs.value(PER_STAGE).get("stages", ())
        if "tokens_seen" in row
    ]
    touching = [(row, covered) for row, covered in rows if covered & stages]
    together = frozenset().union(*(covered for _, covered in touching))
    return _sum([row["tokens_seen"] for row, _ in touching], PER_STAGE, together == stages)


def _seen_in_data(inputs: Inputs, stages: frozenset[str]) -> Stated | None:
    entries = [row for row in _token_entries(inputs) if row.get("counting") != "unique"]
    if not any("stage" in row for row in entries):
        # A total without stages is that of pre-training.
        return _sum(_amounts(entries, "seen"), SIZE, stages == {"pretraining"})
    covered = {row["stage"] for row in entries if "stage" in row} & stages
    amounts = [
        amount
        for stage in sorted(covered)
        for amount in _amounts([row for row in entries if row.get("stage") == stage], "seen")
    ]
    return _sum(amounts, SIZE, covered == stages)


def _seen_by_estimate(inputs: Inputs, stages: frozenset[str]) -> Stated | None:
    used = inputs.figure(ESTIMATION, "tokens_seen")
    return Stated(used, ESTIMATION) if used and stages == inputs.stages(FINAL_RUN) else None


def unique_tokens(inputs: Inputs) -> Stated | None:
    """Distinct tokens of text in pre-training; None where only repetitions are counted."""
    entries = [
        row
        for row in _token_entries(inputs)
        if row.get("counting") != "seen" and row.get("stage") in {*LANGUAGE_STAGES, None}
    ]
    return _sum(_amounts(entries, "unique"), SIZE, complete=bool(entries))


def _amounts(entries: Sequence[Mapping[str, Any]], counting: str) -> list[Mapping[str, Any]]:
    """Amounts counted this way; those that do not say how stand in where none does."""
    told = [row["amount"] for row in entries if row.get("counting") == counting]
    return told or [row["amount"] for row in entries if "counting" not in row]


def _sum(raws: Sequence[Mapping[str, Any]], claim: str, complete: bool) -> Stated | None:  # noqa: FBT001
    numbers = [one for raw in raws if (one := read(raw))]
    if not complete or not numbers or len(numbers) < len(raws):
        return None
    return Stated(numbers[0] if len(numbers) == 1 else added(numbers), claim)


def _entries(inputs: Inputs) -> Sequence[Mapping[str, Any]]:
    entries: Sequence[Mapping[str, Any]] = inputs.value(SIZE).get("entries", ())
    return entries


def _token_entries(inputs: Inputs) -> list[Mapping[str, Any]]:
    return [*_of_text(_entries(inputs))]


def _of_text(entries: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for row in entries:
        if row["unit"] == "tokens" and row.get("modality", "text") in _TEXT:
            yield row
