"""Results of the plausibility checks, beside the claims they concern and all together.

Those that rest on visits of the evidence checker are no arithmetic, and have a list of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from registry.models import EvidenceVisit
from registry.rules.numerals import date_text
from registry.rules.plausibility.catalog import RULES
from registry.rules.plausibility.evidence import NO_CHECKER, SOURCE_CHECKS
from registry.rules.standard import Item, load_standard
from registry.rules.visits.visit import Outcome
from registry.rules.visits.words import is_lost
from registry.rules.words import listed
from registry.web.view_models.arithmetic import Arithmetic, ArithmeticLine
from registry.web.view_models.shared import Link

NAMES = {rule.id: rule.name for rule in RULES}
# What agrees is said beside a claim only where a sum was made; the rest is in the list of all.
SUM = ", stated "
NOTHING_CHECKED = "No figures of this card could be set against each other."


def beside_claims(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, tuple[ArithmeticLine, ...]]:
    """Results by claim path: what agrees at the first of its claims, a doubt at each of them."""
    by_claim: dict[str, list[ArithmeticLine]] = {}
    for row in rows:
        line = _line(row)
        if line.is_doubt:
            for path in row["claims"]:
                by_claim.setdefault(path, []).append(line)
        elif line.severity == "pass" and SUM in row["formula"]:
            by_claim.setdefault(row["claims"][0], []).append(line)
    return {path: tuple(lines) for path, lines in by_claim.items()}


def arithmetic(rows: Sequence[Mapping[str, Any]], scopes: Mapping[str, str]) -> Arithmetic:
    """The stored results on figures; empty for a grading that was made before there were checks.

    Here a figure stands apart from its claim, so a sum takes the scope of the claim along;
    ``scopes`` are the scope sentences by claim path.
    """
    found = _sorted(_scoped(_line(row), row, scopes) for row in rows if not _is_of_a_visit(row))
    return replace(found, summary=_summary(found))


def source_visits(
    rows: Sequence[Mapping[str, Any]], states: Mapping[str, EvidenceVisit]
) -> Arithmetic | None:
    """The stored results on sources; None where the checker has not been at any of them.

    ``states`` is what is known of the links of the card.
    """
    if not states:
        return None
    found = _sorted(_line(row) for row in rows if _is_of_a_visit(row))
    return replace(found, summary=_visits_summary(states.values()))


def _is_of_a_visit(row: Mapping[str, Any]) -> bool:
    """That no checker was there is said among the checks that could not run."""
    return row["check"] in SOURCE_CHECKS and row["reason"] != NO_CHECKER


def _sorted(lines: Iterable[ArithmeticLine]) -> Arithmetic:
    """The lines by what they say, without a summary yet."""
    every = list(lines)
    doubts = [line for line in every if line.is_doubt]
    return Arithmetic(
        summary="",
        doubts=tuple(sorted(doubts, key=lambda line: line.severity != "error")),
        notes=tuple(line for line in every if line.severity == "note"),
        agreements=tuple(line for line in every if line.severity == "pass"),
        not_run=tuple(line for line in every if line.severity == "not_run"),
    )


def _visits_summary(states: Iterable[EvidenceVisit]) -> str:
    """How many links were visited, when last, and with what success."""
    visits = list(states)
    lost = sum(map(is_lost, visits))
    reached = sum(visit.outcome == Outcome.REACHED for visit in visits)
    counts = [
        f"{number} {words}"
        for number, words in (
            (reached, "answered"),
            (lost, "cannot be reached"),
            (len(visits) - reached - lost, "could not be judged"),
        )
        if number
    ]
    last = max(visit.visited_at for visit in visits).date()
    links = f"{len(visits)} link{'s'[: len(visits) != 1]}"
    return f"{links} visited, last on {date_text(last.isoformat())}: {listed(counts)}."


def _scoped(
    line: ArithmeticLine, row: Mapping[str, Any], scopes: Mapping[str, str]
) -> ArithmeticLine:
    if not line.is_doubt and SUM not in row["formula"]:
        return line
    return replace(line, scope=next((scopes[p] for p in row["claims"] if p in scopes), ""))


def _summary(found: Arithmetic) -> str:
    agreements, notes, doubts = len(found.agreements), len(found.notes), found.doubts
    made = agreements + notes + len(doubts)
    if not made:
        return NOTHING_CHECKED
    warnings = sum(line.severity == "warn" for line in doubts)
    counts = [
        f"{number} {one if number == 1 else several}"
        for number, one, several in (
            (agreements, "agrees", "agree"),
            (notes, "is noted for the author", "are noted for the author"),
            (warnings, "is worth checking", "are worth checking"),
            (_errors(doubts, accepted=False), "does not fit", "do not fit"),
            (
                _errors(doubts, accepted=True),
                "does not fit and was accepted by an editor",
                "do not fit and were accepted by an editor",
            ),
        )
        if number
    ]
    comparisons = f"{made} comparison{'s'[: made != 1]} could be made"
    return f"{comparisons}: {listed(counts)}."


def _errors(doubts: Iterable[ArithmeticLine], *, accepted: bool) -> int:
    return sum(line.severity == "error" and bool(line.accepted) is accepted for line in doubts)


def _line(row: Mapping[str, Any]) -> ArithmeticLine:
    severity, advice = row["severity"], row["advice"]
    text = row["reason"] if severity == "not_run" else row["message"].removesuffix(advice).rstrip()
    if severity == "pass" and SUM in row["formula"]:
        text = f"{row['formula']}: agrees"
    items = load_standard().item_by_claim
    return ArithmeticLine(
        check=row["check"],
        name=NAMES.get(row["check"], ""),
        severity=severity,
        text=text,
        advice=advice,
        accepted=row["accepted"],
        claims=tuple(_link(items[path]) for path in row["claims"]),
        place="visits" if _is_of_a_visit(row) else "arithmetic",
    )


def _link(item: Item) -> Link:
    return Link(item.id, f"#{item.id}")
