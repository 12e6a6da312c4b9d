"""One claim of one card as a flat row of JSON data; what is not known is left out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Protocol

from registry.rules.catalogue.claim_states import status_of
from registry.rules.documents import Document, claim_at
from registry.rules.figures import figure_text
from registry.rules.flat_claims.paths import ClaimPath
from registry.rules.flat_claims.scopes import Figures, scope_of
from registry.rules.showing.leaves import definition, figure_of, unit_member
from registry.rules.standard import Standard

_NUMBERS = frozenset({"integer", "number"})


class GradedClaim(Protocol):
    """What one claim earned, as it is stored: fractions as text."""

    applicable: bool
    status: str
    withheld_reason: str
    grade: int
    substance: str
    credit: str
    reason: str
    answer: str


def claim_row(
    document: Document,
    path: ClaimPath,
    graded: GradedClaim,
    figures: Figures,
    standard: Standard,
) -> dict[str, Any]:
    """The claim that ``path`` leads to; ``graded`` is its grade, ``figures`` those of the card.

    ``status`` is "silent" where the card makes no claim and "not_applicable" where the question
    does not apply. ``value`` is the value as the card has it; where the path leads to a figure,
    ``value`` is its number (none for a range), ``low`` and ``high`` its ends and ``unit`` its unit
    or currency.
    """
    item = path.item
    claim = claim_at(document, item.claim) or {}
    row: dict[str, Any] = {
        "item": item.id,
        "path": path.text,
        "title": item.title if not path.fields else path.place.title,
        "status": status_of(graded.status, applicable=graded.applicable),
        "withheld_reason": graded.withheld_reason,
        "grade": standard.levels[graded.grade].name,
        "substance": float(Fraction(graded.substance)),
        "credit": float(Fraction(graded.credit)),
        "reason": graded.reason,
        "answer": graded.answer,
    }
    found = _value(claim, path)
    if found is not None:
        row |= _figure_data(path, claim, found) or {"value": found}
        row["scope"] = scope_of(document, path, figures)
    row |= {"as_of": claim.get("as_of"), "note": claim.get("note")}
    row["evidence"] = list(claim.get("evidence", ()))
    return {name: part for name, part in row.items() if part not in (None, "", [])}


def _value(claim: Mapping[str, Any], path: ClaimPath) -> Any:
    found: Any = claim.get("value")
    for name in path.fields:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _figure_data(path: ClaimPath, claim: Mapping[str, Any], found: Any) -> dict[str, Any]:
    """The number, or the ends of the range, that a field holds; empty where it holds none."""
    field = path.place
    kind = definition(field) or field.keywords.get("type")
    if not path.fields or kind not in {"quantity", "money", *_NUMBERS}:
        return {}
    member = unit_member(field, path.owner)
    beside = (_value(claim, ClaimPath(path.item, path.fields[:-1])) or {}).get(member)
    figure = figure_of(field, found, beside)
    data = {
        "value": _number(found),
        "low": float(figure.low),
        "high": float(figure.high),
        "unit": figure.currency or figure.unit,
        "precision": figure.precision,
        "significant_figures": figure.significant_figures,
        "as_stated": figure.as_stated,
        "price_year": figure.price_year,
        "text": figure_text(figure),
    }
    return {name: part for name, part in data.items() if part not in (None, "")}


def _number(found: Any) -> Any:
    """The number as the card spells it; None for a range."""
    if not isinstance(found, Mapping):
        return found
    return found.get("amount" if "currency" in found else "value")
