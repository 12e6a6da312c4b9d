"""What a check found: a severity, the claims it is about, the numbers, and words for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

# A date where two dates are compared, otherwise a number.
Value = Fraction | str | None

# Fifteen figures are as many as a JSON reader keeps.
_WRITTEN = Context(prec=15)


class Severity(StrEnum):
    """``note`` is for the author, ``warn`` is shown publicly, ``error`` blocks publication.

    ``not_run`` says that an input is missing, stages differ, or a unit is unknown.
    """

    PASS = "pass"  # noqa: S105 - a verdict, not a word to enter with
    NOTE = "note"
    WARN = "warn"
    ERROR = "error"
    NOT_RUN = "not_run"

    @property
    def rank(self) -> int:
        """Position from the mildest verdict to the gravest; a check that did not run has none."""
        return (Severity.PASS, Severity.NOTE, Severity.WARN, Severity.ERROR).index(self)


@dataclass(frozen=True, slots=True)
class Result:
    """One finding of one check.

    ``claims`` are claim paths, first the one where the finding belongs. ``formula`` is the
    arithmetic with the numbers put in, ``advice`` what to do, ``message`` the whole in sentences.
    ``reason`` says why a check did not run; it has no message then.
    """

    check: str
    severity: Severity
    claims: tuple[str, ...]
    computed: Value = None
    stated: Value = None
    ratio: Fraction | None = None
    message: str = ""
    formula: str = ""
    advice: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A result that sets two figures against each other, in which a slip of units may show.

    ``opening`` is the sentence about the two, without its end: "… = 294,000 USD, but 29,400,000 USD
    are stated". ``is_money`` says that both are amounts, ``is_doubtful`` that a doubtful row of the
    accelerator table is behind them.
    """

    result: Result
    opening: str
    is_money: bool = False
    is_doubtful: bool = False


def not_run(check: str, claims: Iterable[str], reason: str) -> Result:
    return Result(check, Severity.NOT_RUN, tuple(claims), reason=reason)


def capped(result: Result, ceiling: Severity) -> Result:
    """The result with a severity of at most ``ceiling``."""
    if result.severity is Severity.NOT_RUN or result.severity.rank <= ceiling.rank:
        return result
    return replace(result, severity=ceiling)


def result_to_row(result: Result) -> dict[str, Any]:
    """The result for storage: numbers as decimal text, which every database returns as it was."""
    return {
        "check": result.check,
        "severity": result.severity.value,
        "claims": list(result.claims),
        "computed": _text(result.computed),
        "stated": _text(result.stated),
        "ratio": _text(result.ratio),
        "message": result.message,
        "formula": result.formula,
        "advice": result.advice,
        "reason": result.reason,
    }


def result_to_data(result: Result | Mapping[str, Any]) -> dict[str, Any]:
    """The result, computed now or stored, as programs read it: numbers are numbers."""
    row = result_to_row(result) if isinstance(result, Result) else dict(result)
    return row | {name: _number(row[name]) for name in ("computed", "stated", "ratio")}


def _text(value: Value) -> str | None:
    if value is None or isinstance(value, str):
        return value
    number = _WRITTEN.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize()
    written = f"{number:f}" if -7 < number.adjusted() < 15 else f"{number:E}"
    return written.replace("E+", "e").replace("E", "e")


def _number(text: str | None) -> float | str | None:
    """The number a stored text spells; a date stays text."""
    if text is None or (len(text) in (7, 10) and text[4:5] == "-"):
        return text
    return int(text) if text.lstrip("-").isdigit() else float(text)
