"""What a model shares with its base model, offered from the base model's card.

Only what passes on with the weights: that it was derived, its architecture, what goes in and out,
and what the base cost, as the inherited cost and never as its own. How the base was trained and
what was spent on it stays with the base; readers reach it along the lineage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from registry.rules.card.sections import SECTIONS
from registry.rules.documents import Document, claim_at, value_at
from registry.rules.imports import Dropped
from registry.rules.proposals.proposal import Offer, Proposal
from registry.rules.proposals.wording import title_at, words_at

_SHARED_CLAIMS = {
    "method.architecture": "Holds if training left the architecture of {base} as it was.",
    "hardware.inference": "Holds if this model is served in the size and number format of {base}.",
}
_SHARED_OF_THE_MODEL = ("family", "input_modalities", "output_modalities")
_OF_THE_LAB = "identity.responsible_party"
_REASONS = {
    "cost": "What {base} cost is no cost of this model: it counts along the lineage.",
    "compute": "Compute spent on {base} is not spent on this model: it counts along the lineage.",
    "data": "The data of {base} stays on its card; this card has the data of its own stages.",
}
_REASON = "It is about {base} and may differ for this model."


def shared(base: Document, *, developer: str) -> Offer:
    """What the card of a base model offers to a model of ``developer`` that derives from it."""
    proposals = tuple(_proposals(base, developer))
    taken = {proposal.path for proposal in proposals}
    name = base["model"]["name"]
    dropped = tuple(
        Dropped(
            title_at(path), words_at(path, claim), _REASONS.get(section, _REASON).format(base=name)
        )
        for section in SECTIONS
        for path, claim in _claims(base, section)
        if path not in taken
    )
    return Offer(proposals, dropped)


def _proposals(base: Document, developer: str) -> Iterator[Proposal]:
    model, name = base["model"], base["model"]["name"]
    yield Proposal("lineage", "identity.lineage.value.derived_from", [_edge(base)])
    yield Proposal("has_base_model", "facts.lineage.has_base_model", value=True)
    for key in _SHARED_OF_THE_MODEL:
        if key in model:
            doubt = f"Said of {name}; a derived model may differ."
            yield Proposal(f"model.{key}", f"model.{key}", model[key], doubt=doubt)
    for path, doubt in _SHARED_CLAIMS.items():
        if claim := claim_at(base, path):
            yield Proposal(path, path, claim, doubt=doubt.format(base=name))
    if model["developer"] == developer and (claim := claim_at(base, _OF_THE_LAB)):
        yield Proposal(_OF_THE_LAB, _OF_THE_LAB, claim)
    if parent := _cost(base):
        yield Proposal(
            "inherited_cost",
            "cost.inherited.value.parents",
            [parent],
            doubt=f"The final run of {name} as its card states it. If this model started from an "
            "earlier checkpoint, part of that was spent later.",
        )


def _edge(base: Document) -> dict[str, Any]:
    """The base model as a parent. By what operation this model came of it, its lab knows."""
    edge = {"model": base["model"]["name"], "card_id": base["card_id"]}
    if "version" in base["model"]:
        edge["version"] = base["model"]["version"][:100]
    return edge


def _cost(base: Document) -> dict[str, Any] | None:
    cost = value_at(base, "cost.final_run")
    if "amount" not in cost:
        return None
    kept = {key: cost[key] for key in ("amount", "basis", "stages") if key in cost}
    return {"model": base["model"]["name"], **kept}


def _claims(base: Document, section: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, claim in base.get(section, {}).items():
        yield f"{section}.{name}", claim
