"""A cost or compute figure in words: never without its stages and the base models it leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from registry.rules import words
from registry.rules.figures import figure_text, total
from registry.rules.lineage.rollup import Bound, RollUp
from registry.rules.lineage.spending import Part, TotalSplit
from registry.rules.showing.answers import Line

_NOTHING_INHERITED = frozenset({Bound.SAME, Bound.UNKNOWN})


def scope_text(rollup: RollUp) -> str:
    """What the developer's own figure covers.

    "for reinforcement learning and synthetic data generation, excluding base model X". Stages that
    the base model's part of the sum accounts for are not listed a second time.
    """
    covered = _for_stages(rollup.own.stages) if rollup.own else ""
    inherited = {stage for part in rollup.parts if part != rollup.own for stage in part.stages}
    stages = [words.value_words(name) for name in rollup.excluded_stages if name not in inherited]
    excluded = words.listed([*_base_model_names(rollup), *stages])
    return ", ".join(
        text
        for text in (
            covered,
            words.EXCLUDING.format(excluded) if excluded else "",
            words.BASE_MODEL_INCLUDED if rollup.base_included else "",
        )
        if text
    )


def cumulative_text(rollup: RollUp) -> str:
    """The figure with all ancestors: "cumulative at least US$5.86 million"; empty without any."""
    is_own_alone = rollup.bound in _NOTHING_INHERITED or len(rollup.parts) == 1
    if is_own_alone and not (rollup.base_models or rollup.unnamed_base):
        return ""
    if rollup.cumulative is None:
        return words.CUMULATIVE_UNKNOWN
    return words.CUMULATIVE.format(figure_text(rollup.cumulative))


def full_scope_text(rollup: RollUp) -> str:
    return "; ".join(text for text in (scope_text(rollup), cumulative_text(rollup)) if text)


def inherited_text(rollup: RollUp) -> str:
    """What the base models took, where the developer's own figure is not disclosed."""
    if rollup.own or rollup.cumulative is None:
        return ""
    names = words.listed(_base_model_names(rollup))
    figure = figure_text(rollup.cumulative)
    return f"{words.WITH.format(names)}: {figure}"


def rollup_lines(rollup: RollUp, split: TotalSplit | None = None) -> tuple[Line, ...]:
    """The scope of a figure to stand under it: what it covers, the sum with its parts, and notes.

    ``split`` adds how much of the developer's own total made data and how much changed the weights.
    """
    if not rollup.parts:
        return ()
    lines = []
    if rollup.own:
        lines.append(("scope", words.capitalized(scope_text(rollup))))
    if split:
        lines.append(("split", _split_text(split)))
    if cumulative_text(rollup):
        lines.append(("cumulative", _sum_text(rollup)))
    lines.extend(("note", note) for note in rollup.notes)
    return tuple(Line(words.ROLLUP_LABELS[kind], text) for kind, text in lines if text)


def _sum_text(rollup: RollUp) -> str:
    if rollup.cumulative is None:
        return words.capitalized(words.CUMULATIVE_UNKNOWN)
    text = words.capitalized(figure_text(rollup.cumulative))
    addends = [f"{figure_text(part.figure)} ({_part_name(part)})" for part in rollup.parts]
    return f"{text}: {' + '.join(addends)}" if len(addends) > 1 else text


def _part_name(part: Part) -> str:
    return f"{part.model}: {part.label or words.listed_values(part.stages)}"


def _split_text(split: TotalSplit) -> str:
    shares = ((words.MADE_DATA, split.data), (words.CHANGED_WEIGHTS, split.weights))
    return "; ".join(_share_text(template, parts) for template, parts in shares if parts)


def _share_text(template: str, parts: Sequence[Part]) -> str:
    figure = figure_text(total([part.figure for part in parts]))
    names = [part.label or words.listed_values(part.stages) for part in parts]
    return f"{template.format(figure)}: {words.listed(names)}"


def _for_stages(stages: Sequence[str]) -> str:
    return words.FOR_STAGES.format(words.listed_values(stages))


def _base_model_names(rollup: RollUp) -> list[str]:
    if rollup.unnamed_base:
        return [words.UNNAMED_BASE_MODEL]
    if not rollup.base_models:
        return []
    template = words.BASE_MODEL if len(rollup.base_models) == 1 else words.BASE_MODELS
    return [template.format(words.listed(rollup.base_models))]
