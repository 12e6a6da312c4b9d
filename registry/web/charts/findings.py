"""The title of a chart: one sentence that says what its numbers show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from registry.rules.numerals import decimal_text
from registry.rules.words import capitalized, listed


@dataclass(frozen=True, slots=True)
class SectionMean:
    """A section and its mean score, 0 to 100; those that read alike count as equal."""

    section: str
    mean: Decimal

    @property
    def text(self) -> str:
        return decimal_text(self.mean)


@dataclass(frozen=True, slots=True)
class CostExample:
    """A model whose cost leaves out its base model, and the sum with it, in words."""

    name: str
    own: str
    total: str


def completeness(means: Sequence[SectionMean], labs: int) -> str:
    """Which section is disclosed best and which worst, over the ranked labs."""
    if not labs:
        return "No lab is ranked yet"
    whom = "the one ranked lab has" if labs == 1 else f"the {labs:,} ranked labs average"
    best, worst = _ends(means)
    if best.text == worst.text:
        return f"All sections are disclosed alike: {whom} {best.text} of 100"
    most = _alike(means, best)
    return (
        f"{capitalized(listed(most))} {'is' if len(most) == 1 else 'are'} disclosed most, "
        f"{listed(_alike(means, worst))} least: {whom} {best.text} and {worst.text} of 100"
    )


def profile(lab: str, means: Sequence[SectionMean]) -> str:
    """A lab's best and worst sections."""
    best, worst = _ends(means)
    if best.text == worst.text:
        return f"{lab} discloses alike on every section: {best.text} of 100"
    return (
        f"{lab} discloses most on {listed(_alike(means, best))} ({best.text} of 100) and least on "
        f"{listed(_alike(means, worst))} ({worst.text})"
    )


def compute(cards: int, given: int, largest: str, figure: str) -> str:
    """How many cards give the operations of their final run, and the most of them."""
    told = _told(cards, given, "operations")
    return f"{told}; the largest is {largest}’s, {figure}" if given else told


def cost(cards: int, given: int, example: CostExample | None) -> str:
    """How many cards give a cost, and what the strongest example becomes with its base model."""
    told = _told(cards, given, "cost")
    if example is None:
        return told
    return f"{told}; with its base model, {example.name}’s {example.own} becomes {example.total}"


def history(lab: str, scores: Sequence[Decimal | None], since: str) -> str:
    """Where a lab's score came from; oldest first, ``None`` where it was not ranked."""
    ranked = [score for score in scores if score is not None]
    if not ranked:
        return f"{lab} has not been ranked so far"
    now, first = scores[-1], ranked[0]
    if now is None:
        return f"{lab} is not ranked now; its last score was {decimal_text(ranked[-1])} of 100"
    if len(scores) == 1:
        return f"{lab} has {decimal_text(now)} of 100 in its only ranking so far"
    if len(set(ranked)) == 1:
        return f"{lab} has {decimal_text(now)} of 100, unchanged since {since}"
    if first == now:
        return f"{lab} is back at {decimal_text(now)} of 100, its score of {since}"
    verb = "risen" if now > first else "fallen"
    return (
        f"{lab}’s score has {verb} by {decimal_text(abs(now - first))} to {decimal_text(now)} of "
        f"100 since {since}"
    )


def _ends(means: Sequence[SectionMean]) -> tuple[SectionMean, SectionMean]:
    ordered = sorted(means, key=lambda each: each.mean)
    return ordered[-1], ordered[0]


def _alike(means: Sequence[SectionMean], one: SectionMean) -> list[str]:
    return [each.section.lower() for each in means if each.text == one.text]


def _told(cards: int, given: int, what: str) -> str:
    if not cards:
        return "No model card is published yet"
    if cards == 1:
        verb = "gives" if given else "does not give"
        return f"The only model card {verb} the {what} of its final run"
    if not given:
        return f"None of the {cards:,} model cards gives the {what} of its final run"
    verb, whose = ("gives", "its") if given == 1 else ("give", "their")
    return f"{given:,} of {cards:,} model cards {verb} the {what} of {whose} final run"
