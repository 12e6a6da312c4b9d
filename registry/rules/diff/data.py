"""A difference as JSON data, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from registry.rules.diff.cards import CardDifference, ClaimDifference, ClaimState, Graded
from registry.rules.diff.fields import FieldChange
from registry.rules.standard import Standard


def diff_to_data(difference: CardDifference, standard: Standard) -> dict[str, Any]:
    """Return what differs; claims that were neither edited nor graded anew are named by item id.

    Values are as the documents have them, ``*_text`` the same in words; fractions are "n/d" text.
    A side on which something does not exist has null, and a field there no pointer.
    """
    by_state: dict[str, list[str]] = {
        state.value: [claim.item.id for claim in difference.claims if claim.state is state]
        for state in ClaimState
    }
    return {
        "items": {
            **by_state,
            "regraded": [claim.item.id for claim in difference.claims if claim.is_regraded],
        },
        "claims": [
            _claim(claim, standard)
            for claim in difference.claims
            if claim.is_edited or claim.is_regraded
        ],
        "estimates": [
            {
                "from_text": estimate.old_text,
                "to_text": estimate.new_text,
                "fields": _fields(estimate.fields),
            }
            for estimate in difference.estimates
        ],
        "facts": _fields(difference.facts),
        "model": _fields(difference.model),
        "preparation": _fields(difference.preparation),
        "document": _fields(difference.document),
    }


def _claim(claim: ClaimDifference, standard: Standard) -> dict[str, Any]:
    return {
        "item": claim.item.id,
        "claim": claim.item.claim,
        "title": claim.item.title,
        "state": claim.state.value,
        "regraded": claim.is_regraded,
        "from": {"answer": claim.old_answer, "grade": _grade(claim.old_grade, standard)},
        "to": {"answer": claim.new_answer, "grade": _grade(claim.new_grade, standard)},
        "fields": _fields(claim.fields),
    }


def _grade(graded: Graded | None, standard: Standard) -> dict[str, Any] | None:
    if graded is None:
        return None
    return {
        "grade": standard.levels[graded.grade].name,
        "credit": str(graded.credit),
        "applicable": graded.applicable,
        "reason": graded.reason,
    }


def _fields(changes: Iterable[FieldChange]) -> list[dict[str, Any]]:
    return [
        {
            "change": change.kind.value,
            "title": change.title,
            "from": _side(change.old_pointer, change.old, change.old_text),
            "to": _side(change.new_pointer, change.new, change.new_text),
        }
        for change in changes
    ]


def _side(pointer: str | None, value: Any, text: str) -> dict[str, Any] | None:
    return None if pointer is None else {"pointer": pointer, "value": value, "text": text}
