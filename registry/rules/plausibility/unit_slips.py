"""PC11: two figures for one thing that differ by a factor people slip by.

It looks at the comparisons of other checks that failed, and at figures that two claims give for the
same thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import Inputs
from registry.rules.plausibility.numbers import nearest
from registry.rules.plausibility.results import Compared, Result, Severity, capped, not_run
from registry.rules.plausibility.same_things import Statement, statements
from registry.rules.words import small_number

TOLERANCE = Fraction(3, 100)
COMPARED_CHECKS = frozenset({"PC01", "PC02", "PC03", "PC05", "PC06", "PC08"})
PF_DAY = 86_400 * 10**15

# What each factor usually comes from.
FACTORS = {
    Fraction(2): "Multiply and add counted as one or as two, or two dies or cores per accelerator?",
    Fraction(6): "The factor 6 of 6 × parameters × tokens missing or applied twice?",
    Fraction("7.1"): "Renminbi instead of US dollars?",
    Fraction(8): "Nodes of 8 instead of accelerators?",
    Fraction(24): "Days instead of hours?",
    Fraction(60): "Minutes instead of hours?",
    Fraction(3600): "Seconds instead of hours?",
    Fraction(86_400): "Seconds instead of days?",
    Fraction(PF_DAY): "PF-days instead of FLOP?",
}
_CNY_PER_USD = Fraction("7.1")
_CHECK_BOTH = "Which of the two holds?"


@dataclass(frozen=True, slots=True)
class Slip:
    """A ratio of at least 1 that is near a known ``factor``; ``question`` says what it may be."""

    ratio: Fraction
    factor: Fraction
    question: str


def find_slip(value: Fraction, reference: Fraction, *, is_money: bool = True) -> Slip | None:
    """The known factor between two figures, if their ratio is within 3 % of one."""
    if not value or not reference:
        return None
    ratio = max(value / reference, reference / value)
    near = [
        factor
        for factor in (*FACTORS, *_powers_of_ten(ratio))
        if abs(ratio - factor) <= TOLERANCE * factor and (is_money or factor != _CNY_PER_USD)
    ]
    if not near:
        return None
    factor = min(near, key=lambda one: abs(ratio / one - 1))
    question = FACTORS.get(factor) or _digits_question(factor, is_more=value > reference)
    return Slip(ratio, factor, question)


def _powers_of_ten(ratio: Fraction) -> Iterator[Fraction]:
    exponent = len(str(ratio.numerator // ratio.denominator)) - 1
    for power in (exponent, exponent + 1):
        if power >= 1:
            yield Fraction(10) ** power


def _digits_question(factor: Fraction, *, is_more: bool) -> str:
    power = len(str(factor.numerator)) - 1
    digits = f"{small_number(power).capitalize()} digit{'s'[: power != 1]}"
    return f"{digits} {'too many' if is_more else 'missing'}?"


def check_unit_slips(inputs: Inputs, comparisons: Iterable[Compared]) -> Iterator[Result]:
    """PC11 over the comparisons that were made and the figures that are given twice."""
    failed = [
        one
        for one in comparisons
        if one.result.check in COMPARED_CHECKS
        and one.result.severity in (Severity.WARN, Severity.ERROR)
    ]
    pairs = [pair for group in statements(inputs) for pair in combinations(group, 2)]
    found = [result for one in failed if (result := _slipped(one))]
    found += [result for pair in pairs if (result := _twice(*pair))]
    yield from found
    if found:
        return
    if not pairs and not failed:
        reason = "No comparison failed, and no two claims state the same thing."
        yield not_run("PC11", (), reason)
        return
    claims = dict.fromkeys(
        [one.claim for pair in pairs for one in pair]
        + [claim for one in failed for claim in one.result.claims]
    )
    counted = f"{len(pairs) + len(failed)} pair{'s'[: len(pairs) + len(failed) != 1]} of figures"
    message = f"No slip of units in {counted} for the same thing."
    yield Result("PC11", Severity.PASS, tuple(claims), message=message, formula=counted)


def _slipped(one: Compared) -> Result | None:
    computed, stated = one.result.computed, one.result.stated
    if not isinstance(computed, Fraction) or not isinstance(stated, Fraction):
        return None
    slip = find_slip(stated, computed, is_money=one.is_money)
    if slip is None:
        return None
    result = _result(one.result.claims, one.opening, computed, stated, slip)
    # What rests on a doubtful row was held down to a warning, and so is what follows from it.
    was_held_down = one.result.severity is Severity.WARN and one.is_doubtful
    return capped(result, Severity.WARN) if was_held_down else result


def _twice(one: Statement, other: Statement) -> Result | None:
    if one.number.may_be(other.number):
        return None
    first, second = nearest(one.number, other.number)
    claims = tuple(dict.fromkeys((other.claim, one.claim)))
    opening = (
        f"{one.place} gives {one.text}, but {other.text} {one.what} are stated in {other.place}"
    )
    slip = find_slip(second, first, is_money=one.is_money)
    if slip:
        return _result(claims, opening, first, second, slip)
    apart = texts.difference(first / second if second else None)
    return Result(
        "PC11",
        Severity.NOTE,
        claims,
        computed=first,
        stated=second,
        ratio=max(first / second, second / first) if first and second else None,
        message=f"{opening}{f' ({apart})' if apart else ''}. {_CHECK_BOTH}",
        formula=f"{one.text}, stated {other.text}",
        advice=_CHECK_BOTH,
    )


def _result(
    claims: tuple[str, ...], opening: str, computed: Fraction, stated: Fraction, slip: Slip
) -> Result:
    word = "more" if stated > computed else "less"
    exactly = slip.ratio == slip.factor
    factor = texts.times(slip.factor)
    many = f"exactly {factor} times {word}"
    if not exactly:
        many = f"about {factor} times {word} ({texts.times(slip.ratio)})"
    return Result(
        "PC11",
        Severity.ERROR,
        claims,
        computed=computed,
        stated=stated,
        ratio=slip.ratio,
        message=f"{opening}: {many}. {slip.question}",
        formula=f"{texts.digits(stated)} against {texts.digits(computed)}: factor "
        f"{texts.times(slip.ratio)}",
        advice=slip.question,
    )
