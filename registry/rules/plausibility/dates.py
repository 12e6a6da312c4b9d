"""PC10: dates in an order that time allows, compared at the coarser of their precisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from registry.rules.numerals import date_text
from registry.rules.plausibility.hours import first_day, last_day
from registry.rules.plausibility.inputs import (
    ACCELERATORS,
    DURATION,
    FINAL_RUN,
    PUBLICATION,
    TIME_SPAN,
    VERSION,
    Inputs,
    match_of,
)
from registry.rules.plausibility.results import Result, Severity, capped, not_run
from registry.rules.words import capitalized

# Vendors hand out chips before they announce them.
EARLY_ACCESS = timedelta(days=60)
CHECK_DATES = "Check both dates."
SHIPPED_EARLY = "Say in a note that the accelerators came before their release."


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a card, what happened then, and the claim that says so."""

    what: str
    date: str
    claim: str

    def __str__(self) -> str:
        return f"{self.what} {date_text(self.date)}"

    def is_after(self, other: Dated) -> bool:
        length = min(len(self.date), len(other.date))
        return self.date[:length] > other.date[:length]


def check_dates(inputs: Inputs) -> Iterator[Result]:
    """PC10: accelerator, run, release; data cutoff; review; and nothing in the future."""
    run = _given(inputs, DURATION, (("run started", "started"), ("run ended", "ended")))
    release = _given(inputs, VERSION, (("model released", "release_date"),))
    review = _given(
        inputs,
        PUBLICATION,
        (
            ("manuscript received", "received"),
            ("manuscript accepted", "accepted"),
            ("publication", "published"),
        ),
    )
    cutoff = _given(inputs, TIME_SPAN, (("data until", "cutoff"),))
    found = [
        *_in_order([*run, *release]),
        *_accelerators(inputs, run, release, review),
        *_cutoff(cutoff, run, release),
        *_in_order(review),
        *_future(inputs, [*run, *release, *review, *cutoff, *_periods(inputs)]),
    ]
    yield from found
    if not found:
        yield not_run("PC10", (DURATION, VERSION), "No two dates that follow each other are given.")


def _given(inputs: Inputs, claim: str, fields: Sequence[tuple[str, str]]) -> list[Dated]:
    value = inputs.value(claim)
    return [Dated(what, value[name], claim) for what, name in fields if name in value]


def _in_order(dates: Sequence[Dated]) -> Iterator[Result]:
    """Each date against the next; one result where all are in order."""
    inverted = [(one, other) for one, other in pairwise(dates) if one.is_after(other)]
    for one, other in inverted:
        yield _inversion(one, other, Severity.ERROR, CHECK_DATES)
    if len(dates) > 1 and not inverted:
        yield _agreement(dates)


def _accelerators(
    inputs: Inputs, run: list[Dated], release: list[Dated], review: list[Dated]
) -> Iterator[Result]:
    """A chip must exist before it is used; the next date that the card gives decides."""
    later = [*run, *release, *(date for date in review if date.what == "publication")]
    if not later:
        return
    for first_sold, doubtful in _chips(inputs):
        late = [date for date in later if first_sold.is_after(date)]
        if not late:
            yield _agreement([first_sold, later[0]])
            continue
        result = _inversion(first_sold, late[-1], Severity.ERROR, CHECK_DATES)
        if [date.what for date in late] == ["run started"]:
            gap = first_day(first_sold.date) - last_day(late[0].date)
            if gap <= EARLY_ACCESS:
                result = _inversion(first_sold, late[0], Severity.NOTE, SHIPPED_EARLY)
            else:
                result = _inversion(first_sold, late[0], Severity.ERROR, CHECK_DATES)
        yield capped(result, Severity.WARN) if doubtful else result


def _chips(inputs: Inputs) -> Iterator[tuple[Dated, bool]]:
    """The first release of each accelerator of the run, and whether its row is doubtful."""
    stages = inputs.stages(DURATION)
    named = [
        (row, ACCELERATORS)
        for row in inputs.value(ACCELERATORS).get("segments", ())
        if not stages or not row.get("stages") or stages & {*row["stages"]}
    ]
    of_run = inputs.value(FINAL_RUN).get("accelerator")
    if of_run and (not stages or inputs.stages(FINAL_RUN) & stages):
        named.append(({"model": of_run}, FINAL_RUN))
    seen: set[str] = set()
    for row, claim in named:
        match = match_of(inputs.table, row)
        if match is None or match.row.model in seen:
            continue
        seen.add(match.row.model)
        name = match.row.name if len(match.variants) == 1 else match.row.model
        doubtful = any(variant.is_doubtful for variant in match.variants)
        yield Dated(f"{name} released", match.first_released_on, claim), doubtful


def _cutoff(cutoff: list[Dated], run: list[Dated], release: list[Dated]) -> Iterator[Result]:
    ends = [*(date for date in run if date.what == "run ended"), *release]
    if cutoff and ends:
        yield from _in_order([cutoff[0], ends[0]])


def _periods(inputs: Inputs) -> Iterator[Dated]:
    for row in inputs.value(TIME_SPAN).get("periods", ()):
        if "end" in row:
            yield Dated("data until", row["end"], TIME_SPAN)


def _future(inputs: Inputs, dates: Sequence[Dated]) -> Iterator[Result]:
    today = Dated("today", inputs.today.isoformat(), "")
    for date in dates:
        if date.is_after(today):
            advice = "Check the date."
            yield Result(
                "PC10",
                Severity.ERROR,
                (date.claim,),
                computed=today.date,
                stated=date.date,
                message=f"{_sentence(date)} lies after {date_text(today.date)}, the day of this "
                f"check. {advice}",
                formula=f"{date.date} > {today.date}",
                advice=advice,
            )


def _sentence(date: Dated) -> str:
    return f"“{capitalized(date.what)}”, {date_text(date.date)},"


def _agreement(dates: Sequence[Dated]) -> Result:
    return Result(
        "PC10",
        Severity.PASS,
        tuple(dict.fromkeys(date.claim for date in dates)),
        computed=dates[0].date,
        stated=dates[-1].date,
        message=f"{capitalized('; '.join(map(str, dates)))}: in order.",
        formula=" ≤ ".join(date.date for date in dates),
    )


def _inversion(first: Dated, second: Dated, severity: Severity, advice: str) -> Result:
    return Result(
        "PC10",
        severity,
        tuple(dict.fromkeys((second.claim, first.claim))),
        computed=first.date,
        stated=second.date,
        message=f"{_sentence(first)} comes after {_sentence(second).rstrip(',')}. {advice}",
        formula=f"{first.date} > {second.date}",
        advice=advice,
    )
