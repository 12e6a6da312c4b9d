"""Three questions that readers sort models by: open weights, reinforcement learning, peer review.

Each is answered "yes", "no" or "unsaid": a card that does not say is never counted as a no.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.rules.documents import Document, status_at, value_at

YES, NO, UNSAID = "yes", "no", "unsaid"

_OPEN = frozenset({"open", "open_gated"})
_REVIEWING_VENUES = frozenset({"journal", "conference"})
_RELEASED = frozenset({"accepted", "published"})


def open_weights(document: Document, editors_facts: Mapping[str, Any]) -> str:
    """Whether anyone can get the weights, if need be after accepting terms."""
    offer = value_at(document, "identity.access_and_license").get("weights", {})
    access = (
        editors_facts.get("release.weights") or offer.get("access") or _fact(document, "weights")
    )
    return UNSAID if access is None else _answer(access in _OPEN)


def reinforcement_learning(document: Document, editors_facts: Mapping[str, Any]) -> str:
    """Whether training had at least one stage of reinforcement learning."""
    said = editors_facts.get("training.has_rl")
    if said is None:
        said = document.get("facts", {}).get("training", {}).get("has_rl")
    if said is None and value_at(document, "method.reinforcement_learning"):
        said = True
    return UNSAID if said is None else _answer(said)


def peer_reviewed(document: Document) -> str:
    """Whether independent referees whom the developer did not choose completed a review.

    A publication in a journal or a conference counts as one. A preprint, a review under way and
    "none" say that there is none yet.
    """
    review = value_at(document, "peer_review.independent_review")
    publication = value_at(document, "peer_review.publication")
    if review.get("status") == "completed" and review.get("selected_by") != "developer":
        return YES
    if publication.get("status") in _RELEASED:
        if publication.get("venue_kind") in _REVIEWING_VENUES:
            return YES
        return NO if publication.get("venue_kind") else UNSAID
    denied = status_at(document, "peer_review.independent_review") == "none"
    return NO if publication or review or denied else UNSAID


def _fact(document: Document, name: str) -> Any:
    return document.get("facts", {}).get("release", {}).get(name)


def _answer(said: object) -> str:
    return YES if said else NO
