"""Small standards and cards for tests of the rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from registry.rules.standard import Standard, parse_standard, standard_path

LOCATED = {"title": "Report", "kind": "lab", "url": "https://example.org/r", "locator": "p. 3"}
UNLOCATED = {"title": "Report", "kind": "lab", "url": "https://example.org/r"}
PEER_REVIEWED = {
    "title": "Article",
    "kind": "peer_reviewed",
    "doi": "10.1000/1",
    "locator": "section 2",
}


def toy_item(item_id: str, **changes: Any) -> dict[str, Any]:
    """One item as the standard's file writes it: full with ``a``, half with ``b``."""
    return {
        "id": item_id,
        "title": f"Title of {item_id}",
        "question": "",
        "full": "",
        "partial": "",
        "claim": f"toy.{item_id.lower()}",
        "weight": "1",
        "applies": {"always": True},
        "rule": {"full": ["a"], "partial": {"any_of": [["b"]]}},
        "none_counts": "0",
        "gate": None,
        "inherits_zero_from": [],
        "evidence_required": True,
        "graded_by": "software",
        "core": False,
        "checks": [],
        "maps": [],
        **changes,
    }


def toy_standard(
    sections: Mapping[str, tuple[str, list[dict[str, Any]]]],
    *,
    minimum_applicable_share: str = "2/3",
) -> Standard:
    """A standard of ``{section id: (weight, items)}`` with the constants and facts of 1.0."""
    raw = json.loads(standard_path("1.0").read_bytes())
    raw["ranking"]["minimum_applicable_share"] = minimum_applicable_share
    raw["sections"] = [
        {
            "id": section,
            "card_section": "toy",
            "title": section,
            "weight": weight,
            "items": [item["id"] for item in items],
        }
        for section, (weight, items) in sections.items()
    ]
    raw["items"] = [
        {**item, "section": section} for section, (_, items) in sections.items() for item in items
    ]
    return parse_standard(raw)


def disclosed(value: Any, *evidence: Mapping[str, str]) -> dict[str, Any]:
    """A claim with a value and the evidence entries given."""
    return {"status": "disclosed", "value": value, "evidence": [dict(entry) for entry in evidence]}


def toy_card(
    claims: Mapping[str, Any], *, role: str = "registry", facts: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A card with ``{item id of a toy standard: claim}``."""
    return {
        "prepared_by": {"role": role},
        "facts": facts or {},
        "toy": {item.lower(): claim for item, claim in claims.items()},
    }
