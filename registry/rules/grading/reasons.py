"""The reason for every lost point, in words for the people of the lab.

Neutral and specific: what is missing, never what somebody fails to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from registry.rules.conditions.applicability import Facts, Outcome
from registry.rules.conditions.gaps import Gap, describe
from registry.rules.standard import Item, Standard
from registry.rules.words import NOT_FOUND, STATUSES, fact_words, listed, value_words

VERDICT_WORDS = {
    "supported_partial": "supported in part",
    "not_supported": "not supported",
    "contradicted": "contradicted",
}


def applicability(outcome: Outcome, facts: Facts, standard: Standard) -> str:
    """Say why an item applies or not: "Does not apply: <question of the fact> — no."."""
    if not outcome.facts:
        return "Applies to every model."
    if outcome.applies is None:
        statements = [_statement(path, standard) for path in outcome.facts]
        return f"Applies, as this is not answered: {'; '.join(statements)}."
    answers = [
        f"{_statement(path, standard)} — {fact_words(facts[path])}" for path in outcome.facts
    ]
    return f"{'Applies' if outcome.applies else 'Does not apply'}: {'; '.join(answers)}."


def _statement(path: str, standard: Standard) -> str:
    """What a fact says, without the remark that may follow on who sets it."""
    return standard.facts[path].question.partition(". ")[0].rstrip(".")


def ruled_applicability(*, applies: bool) -> str:
    return f"{'Applies' if applies else 'Does not apply'}: an editor's ruling."


def silent(*, compiled_by_others: bool) -> str:
    """A card compiled by others measures their reading too, and says so."""
    return f"{NOT_FOUND if compiled_by_others else STATUSES['silent']}."


def unanswered(status: str, withheld_reason: str | None) -> str:
    """Say why an answer without a value scores 0."""
    if status == "withheld":
        why = value_words(withheld_reason or "no_reason_given")
        return f"Withheld ({why}): shown, and scores 0."
    if status == "unknown":
        return "The developer does not know: shown, and scores 0."
    return "Marked not applicable, which the facts do not show: counts as not answered."


def explicit_negative(substance: Fraction) -> str:
    if substance:
        return "Half credit: the answer is “none”, which counts half here."
    return "The answer is “none”: shown, and scores 0 here."


def rule_gaps(substance: Fraction, gaps: Iterable[Gap]) -> str:
    return f"{_credit(substance)}: {describe(gaps)}."


def referees(substance: Fraction, median: str) -> str:
    return f"{_credit(substance)}: the referees found the claim {VERDICT_WORDS[median]}."


def ruled(substance: Fraction, verdict: str) -> str:
    return (
        f"{_credit(substance)}: in a dispute of the referees, an editor ruled the claim "
        f"{VERDICT_WORDS[verdict]}."
    )


def inherited_zero(unanswered_items: Sequence[Item], *, all_silent: bool) -> str:
    titles = listed([f"{item.title} ({item.id})" for item in unanswered_items])
    verb = "is" if len(unanswered_items) == 1 else "are"
    return (
        f"Counts 0 because {titles} {f'{verb} not answered' if all_silent else 'earned nothing'}."
    )


def gated(gate: Item) -> str:
    return f"Capped at half until {gate.title} ({gate.id}) is at least partly answered."


def stated_only(source_count: int) -> str:
    if source_count == 0:
        return "Stated, not evidenced: no source is named."
    if source_count == 1:
        return "Stated, not evidenced: the source names no page, table or section."
    return (
        f"Stated, not evidenced: none of the {source_count} sources names a page, table or section."
    )


def evidenced_only(*, confirmed: bool, has_peer_review: bool) -> str:
    if confirmed and not has_peer_review:
        return (
            "Evidenced, not verified: peer review was confirmed, but no source is a peer-reviewed "
            "publication with a locator and a DOI, or a venue and an address."
        )
    if has_peer_review:
        return "Evidenced, not verified: an editor has yet to confirm the peer-reviewed source."
    return (
        "Evidenced, not verified: neither two referees nor a peer-reviewed publication support it."
    )


def disputed() -> str:
    return "Disputed: the referees disagree, so it counts as evidenced at most until settled."


def _credit(substance: Fraction) -> str:
    return "Half credit" if substance else "No credit"
