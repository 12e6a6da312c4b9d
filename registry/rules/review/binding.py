"""What a verdict was given on, and how long it holds.

A verdict is on one claim and the evidence it named at the time. Once either is edited, the verdict
is stale, and so it carries over to a later version of the card only where neither was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from registry.rules.canonical import canonical_bytes, content_hash
from registry.rules.documents import Document, claim_at
from registry.rules.review.months import months_after
from registry.rules.review.verdicts import Verdict

LONGEST_CARRIED_MONTHS = 12
MOST_GENERATIONS = 2
EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """A verdict in a submitted report, and what it is bound to.

    ``referee`` is an opaque key, the same for one person in all rounds and versions. ``path`` is
    the claim's place, such as ``compute.final_run``. ``generation`` is the number of the card
    version that was reviewed, 1 for the first; ``given_on`` the day of the report.
    """

    referee: str
    item: str
    path: str
    claim_hash: str
    evidence_hash: str
    verdict: Verdict
    generation: int
    round: int
    given_on: date


class Lapse(StrEnum):
    """Why a verdict does not carry over."""

    CLAIM_CHANGED = "the claim changed"
    EVIDENCE_CHANGED = "its evidence changed"
    TOO_OLD = f"it is older than {LONGEST_CARRIED_MONTHS} months"
    TOO_MANY_GENERATIONS = f"it is more than {MOST_GENERATIONS} versions old"


@dataclass(frozen=True, slots=True)
class CarryOver:
    """What becomes of earlier verdicts in a new version: those that hold, the others with why."""

    carried: tuple[GivenVerdict, ...]
    lapsed: tuple[tuple[GivenVerdict, Lapse], ...]


def claim_hash(document: Document, path: str) -> str:
    """The hash of a claim without its evidence; a silent claim has one, too."""
    claim = claim_at(document, path)
    return _hash(
        None if claim is None else {name: claim[name] for name in claim if name != EVIDENCE}
    )


def evidence_hash(document: Document, path: str) -> str:
    """The hash of the sources that a claim names, in their order; where there are none, of []."""
    return _hash((claim_at(document, path) or {}).get(EVIDENCE, []))


def bound(verdict: GivenVerdict, document: Document) -> bool:
    """Whether the document still says what the verdict was given on; otherwise it is stale."""
    return _changed(verdict, document) is None


def carry_over(
    previous: Sequence[GivenVerdict], document: Document, *, at: date, generation: int
) -> CarryOver:
    """Sort the verdicts on earlier versions for a version that is published on the day ``at``.

    ``generation`` is the number of the new version, later than that of every verdict. Raises
    ``ValueError`` for one that is not.
    """
    carried: list[GivenVerdict] = []
    lapsed: list[tuple[GivenVerdict, Lapse]] = []
    for verdict in previous:
        if verdict.generation >= generation:
            raise ValueError(
                f"a verdict on version {verdict.generation} cannot carry over to {generation}"
            )
        lapse = _changed(verdict, document) or _outlived(verdict, at, generation)
        if lapse is None:
            carried.append(verdict)
        else:
            lapsed.append((verdict, lapse))
    return CarryOver(tuple(carried), tuple(lapsed))


def carried_words(verdict: GivenVerdict) -> str:
    """How a page names the origin of a verdict that carried over."""
    return f"carried from version {verdict.generation}"


def verdicts_for_grading(
    verdicts: Iterable[GivenVerdict], document: Document, recused: Collection[str] = ()
) -> dict[str, tuple[Verdict, ...]]:
    """The verdicts that count for each item, as an ``Assessment`` takes them, abstentions included.

    Stale verdicts and those of recused referees do not count; of several verdicts of one referee on
    one item, the one of the latest version and round does.
    """
    latest: dict[tuple[str, str], GivenVerdict] = {}
    for verdict in verdicts:
        if verdict.referee in recused or not bound(verdict, document):
            continue
        key = verdict.item, verdict.referee
        if key not in latest or _when(verdict) > _when(latest[key]):
            latest[key] = verdict
    found: dict[str, tuple[Verdict, ...]] = {}
    for (item, _), verdict in sorted(latest.items()):
        found[item] = (*found.get(item, ()), verdict.verdict)
    return found


def _changed(verdict: GivenVerdict, document: Document) -> Lapse | None:
    if claim_hash(document, verdict.path) != verdict.claim_hash:
        return Lapse.CLAIM_CHANGED
    if evidence_hash(document, verdict.path) != verdict.evidence_hash:
        return Lapse.EVIDENCE_CHANGED
    return None


def _outlived(verdict: GivenVerdict, at: date, generation: int) -> Lapse | None:
    if months_after(verdict.given_on, LONGEST_CARRIED_MONTHS) < at:
        return Lapse.TOO_OLD
    if generation - verdict.generation > MOST_GENERATIONS:
        return Lapse.TOO_MANY_GENERATIONS
    return None


def _when(verdict: GivenVerdict) -> tuple[int, int]:
    return verdict.generation, verdict.round


def _hash(part: Mapping[str, Any] | Sequence[Any] | None) -> str:
    return content_hash(canonical_bytes(part))
