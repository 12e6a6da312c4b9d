"""What a card would earn if it were published as it is: for its author, before anything is stored.

The author stands alone here: no editor confirmed a peer-reviewed source, no referee judged and no
representative attested, so no claim is above evidenced and the card is listed. What an attestation
would change is told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from registry.rules.documents import Document, Lookup
from registry.rules.grading.claims import Finding
from registry.rules.grading.completeness import CardResult, SectionResult, assess
from registry.rules.grading.level import CardLevel, Standing, card_level
from registry.rules.grading.potential import Improvement, improvements
from registry.rules.lineage.edges import WeightEdge
from registry.rules.rounding import published
from registry.rules.showing.answer_line import answer_line
from registry.rules.standard import Standard

# Enough for one sitting; the rest follows in the next preview.
NEXT_BEST = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """Grades and score of a card by itself, and what would raise them.

    ``answers`` are the claims in one line each, by item id. ``level_if_attested`` is the level with
    the attestation of a representative of the lab, ``improvements`` all that would add something.
    """

    result: CardResult
    answers: Mapping[str, str]
    level: CardLevel
    level_if_attested: CardLevel
    improvements: tuple[Improvement, ...]

    @property
    def next_best(self) -> tuple[Improvement, ...]:
        return self.improvements[:NEXT_BEST]


def no_card(card_id: str) -> Document | None:
    """A lookup for checks without a registry: no ancestor's card is known."""
    return None


def preview(
    document: Document,
    standard: Standard,
    *,
    lookup: Lookup = no_card,
    implied: Sequence[WeightEdge] = (),
    check_errors: int = 0,
) -> Preview:
    """Grade a card that passed all checks of its form.

    ``lookup`` and ``implied`` are those of ``lineage.rollup.roll_up``; ``check_errors`` counts the
    open plausibility checks of severity error.
    """
    result = assess(document, standard)
    return Preview(
        result=result,
        answers={
            item.id: answer_line(document, item.claim, lookup, implied) for item in standard.items
        },
        level=card_level(result, Standing(check_errors=check_errors), standard),
        level_if_attested=card_level(
            result, Standing(attested_by_lab=True, check_errors=check_errors), standard
        ),
        improvements=improvements(document, standard),
    )


def preview_to_data(preview: Preview, standard: Standard) -> dict[str, Any]:
    """Write a preview as JSON data: scores from 0 to 100, what is empty left out."""
    result = preview.result
    return {
        "standard_version": standard.version,
        "score": _number(result.score),
        "readings": {"strict": _number(result.strict), "lenient": _number(result.lenient)},
        "level": _level_data(preview.level),
        "level_if_attested": _level_data(preview.level_if_attested),
        "claims": [
            _claim_data(finding, preview.answers[finding.item], standard)
            for finding in result.claims
        ],
        "sections": [_section_data(section, standard) for section in result.sections],
        "next_best": [_improvement_data(one, standard) for one in preview.next_best],
    }


def _level_data(level: CardLevel) -> dict[str, Any]:
    return {"name": level.level.name.lower(), "missing_for_next_level": list(level.missing)}


def _claim_data(finding: Finding, answer: str, standard: Standard) -> dict[str, Any]:
    item = standard.item_by_id[finding.item]
    data = {
        "item": item.id,
        "path": item.claim,
        "title": item.title,
        "applicable": finding.applicable,
        "status": finding.status,
        "withheld_reason": finding.withheld_reason,
        "answer": answer,
        "grade": standard.levels[finding.grade].name,
        "substance": _number(finding.substance),
        "credit": _number(finding.credit),
        "reason": finding.reason,
    }
    return {name: value for name, value in data.items() if value not in (None, "")}


def _section_data(section: SectionResult, standard: Standard) -> dict[str, Any]:
    known = standard.section_by_id[section.section]
    data: dict[str, Any] = {
        "section": known.id,
        "title": known.title,
        "weight": _number(known.weight),
        "applicable": section.score is not None,
    }
    return data if section.score is None else data | {"score": _number(100 * section.score)}


def _improvement_data(improvement: Improvement, standard: Standard) -> dict[str, Any]:
    item = standard.item_by_id[improvement.item]
    return {
        "item": item.id,
        "path": item.claim,
        "title": item.title,
        "question": item.question,
        "full_answer": item.full,
        "points": _number(improvement.points),
        "unlocks": list(improvement.unlocks),
    }


def _number(value: Fraction) -> float:
    return float(published(value))
