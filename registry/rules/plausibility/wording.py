"""The sentences of a comparison: numbers first, then what to do."""

from __future__ import annotations

from collections.abc import Sequence

from registry.rules.plausibility import texts
from registry.rules.plausibility.numbers import Comparison
from registry.rules.plausibility.results import Compared, Result, Severity

_SPOKEN_WITH_VOWEL = frozenset("AEFHILMNORSX")


def compared(
    check: str,
    claims: Sequence[str],
    comparison: Comparison,
    *,
    sum_text: str,
    short: str,
    stated: str,
    advice: str,
    is_money: bool = False,
) -> Compared:
    """The result of a comparison.

    ``sum_text`` is the arithmetic in words with its outcome ("512 accelerators × 198 hours =
    101,376 accelerator-hours"), ``short`` the same in symbols, ``stated`` the stated figure.
    """
    opening = f"{sum_text}, but {stated} are stated"
    if comparison.severity is Severity.PASS:
        message, advice = f"{sum_text}; {stated} are stated: agrees.", ""
    elif comparison.kept_bound:
        message, advice = f"{sum_text}; {stated} are stated: possible, one of them is a bound.", ""
    else:
        apart = texts.difference(comparison.ratio)
        message = f"{opening}{f' ({apart})' if apart else ''}. {advice}"
    result = Result(
        check,
        comparison.severity,
        tuple(claims),
        computed=comparison.computed,
        stated=comparison.stated,
        ratio=comparison.ratio,
        message=message,
        formula=f"{short}, stated {stated}",
        advice=advice,
    )
    return Compared(result, opening, is_money=is_money)


def with_article(name: str) -> str:
    """ "an H800", "a TPU v4"."""
    first = name.split()[0]
    is_spelled = first.upper() == first
    vowel = first[0] in _SPOKEN_WITH_VOWEL if is_spelled else first[0] in "AEIOU"
    return f"{'an' if vowel else 'a'} {name}"
