"""A difference as JSON data, for programs; what is not there is left out, never null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from registry.rules.diff.cards import (
    CardDifference,
    ClaimDifference,
    ClaimState,
    EstimateDifference,
    Graded,
)
from registry.rules.diff.fields import FieldChange
from registry.rules.pointer import split_pointer
from registry.rules.standard import Standard

# In them no figure stands without what it covers.
_SCOPED_SECTIONS = frozenset({"compute", "cost"})
_NO_ANSWERS = ("", "")


def diff_to_data(difference: CardDifference, standard: Standard) -> dict[str, Any]:
    """Return what differs; claims that were neither edited nor graded anew are named by item id.

    Values are as the documents have them, ``text`` the same in words, ``unit`` the unit or currency
    of a figure. A field has no side on which it does not exist. Fields of compute, of cost and of
    estimates carry the whole ``answer`` of their side, which has the scope; their sources do not.
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
        "estimates": [_estimate(estimate) for estimate in difference.estimates],
        "surroundings": {
            "facts": _fields(difference.facts),
            "model": _fields(difference.model),
            "preparation": _fields(difference.preparation),
            "document": _fields(difference.document),
        },
    }


def _claim(claim: ClaimDifference, standard: Standard) -> dict[str, Any]:
    answers = (claim.old_answer, claim.new_answer)
    is_scoped = claim.item.claim.partition(".")[0] in _SCOPED_SECTIONS
    return {
        "item": claim.item.id,
        "claim": claim.item.claim,
        "title": claim.item.title,
        "state": claim.state.value,
        "regraded": claim.is_regraded,
        "from": _standing(claim.old_status, claim.old_answer, claim.old_grade, standard),
        "to": _standing(claim.new_status, claim.new_answer, claim.new_grade, standard),
        "fields": _fields(claim.fields, answers if is_scoped else _NO_ANSWERS),
    }


def _standing(
    status: str, answer: str, graded: Graded | None, standard: Standard
) -> dict[str, Any]:
    standing: dict[str, Any] = {"status": status, "answer": answer}
    if graded is not None:
        standing |= {
            "applicable": graded.applicable,
            "grade": standard.levels[graded.grade].name,
            "credit": float(graded.credit),
        }
        standing |= {"reason": graded.reason} if graded.reason else {}
    return standing


def _estimate(estimate: EstimateDifference) -> dict[str, Any]:
    sides = (("from", estimate.old_text), ("to", estimate.new_text))
    return {
        "claim": estimate.claim,
        **{name: {"answer": text} for name, text in sides if text},
        "fields": _fields(estimate.fields, (estimate.old_text, estimate.new_text)),
    }


def _fields(
    changes: Iterable[FieldChange], answers: tuple[str, str] = _NO_ANSWERS
) -> list[dict[str, Any]]:
    """The fields; ``answers`` are those of the old and of the new side."""
    return [
        {"change": change.kind.value, "title": change.title, **_sides(change, *answers)}
        for change in changes
    ]


def _sides(change: FieldChange, old_answer: str, new_answer: str) -> dict[str, Any]:
    sides = {}
    if change.old_pointer is not None:
        told = {"text": change.old_text, "unit": change.old_unit, "answer": old_answer}
        sides["from"] = _side(change.old_pointer, change.old, told)
    if change.new_pointer is not None:
        told = {"text": change.new_text, "unit": change.new_unit, "answer": new_answer}
        sides["to"] = _side(change.new_pointer, change.new, told)
    return sides


def _side(pointer: str, value: Any, told: Mapping[str, str]) -> dict[str, Any]:
    is_source = "evidence" in split_pointer(pointer)
    words = {
        name: text for name, text in told.items() if text and not (name == "answer" and is_source)
    }
    return {"pointer": pointer, "value": value, **words}
