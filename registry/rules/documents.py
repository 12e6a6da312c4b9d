"""Reading access to card documents: plain mappings that passed the card schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Document = Mapping[str, Any]
# From a card id to the published document, or None where the registry has none.
Lookup = Callable[[str], Document | None]


def claim_at(document: Document, path: str) -> Mapping[str, Any] | None:
    """The claim at a path such as ``cost.final_run``; None where the card is silent."""
    section, _, name = path.partition(".")
    claim: Mapping[str, Any] | None = document.get(section, {}).get(name)
    return claim


def value_at(document: Document, path: str) -> Mapping[str, Any]:
    """The disclosed value at a claim path; empty where none is disclosed."""
    claim = claim_at(document, path) or {}
    value: Mapping[str, Any] = claim.get("value", {})
    return value


def status_at(document: Document, path: str) -> str:
    """The status at a claim path, "silent" where the claim is absent."""
    claim = claim_at(document, path)
    return claim["status"] if claim else "silent"


def compiled_by_others(document: Document) -> bool:
    """Whether the card reports what somebody read, so that silence may be a gap in the reading."""
    return bool(document["prepared_by"]["role"] != "developer")
