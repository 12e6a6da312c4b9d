"""The statements of a card, one by one: claims whole, what surrounds them field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from registry.rules.documents import Document
from registry.rules.drafts import SECTION_MEMBERS, sections_of
from registry.rules.imports import Dropped
from registry.rules.proposals.proposal import Offer, Proposal, value_in
from registry.rules.proposals.wording import field_at, title_at, words_at
from registry.rules.workflow.vocabulary import Kind

# Said of the card and not of the model; the new card says its own.
_NOT_TAKEN = {
    "schema_version": "The registry sets it.",
    "card_id": "The draft has its address already.",
    "prepared_by": "Who prepares this card, and from what, is for you to say.",
}
FACT_OF_EDITORS = "facts.hardware.export_controlled_accelerator"
_SET_BY_EDITORS = "Editors set it from public sources."
NO_ESTIMATES = "A lab makes no estimates about itself: what it knows, it states as a claim."


def statements(card: Document, kind: Kind) -> Offer:
    """All that a card says, as proposals for another draft about the same model.

    ``card`` passed the card schema. A claim is taken whole, with its status and sources.
    """
    members = [member for name in sections_of(kind) for member in SECTION_MEMBERS[name]]
    proposals = (
        proposal
        for member in members
        if member in card and member not in _NOT_TAKEN
        for proposal in _member(card, member, kind)
    )
    return Offer(tuple(proposals), tuple(_dropped(card, kind)))


def _dropped(card: Document, kind: Kind) -> Iterator[Dropped]:
    for member, reason in _NOT_TAKEN.items():
        if member in card:
            yield Dropped(title_at(member), words_at(member, card[member]), reason)
    if "estimates" in card and "estimates" not in sections_of(kind):
        count = f"{len(card['estimates'])} by others"
        yield Dropped(title_at("estimates"), count, NO_ESTIMATES)
    of_editors = value_in(card, FACT_OF_EDITORS)
    if of_editors is not None:
        told = words_at(FACT_OF_EDITORS, of_editors)
        yield Dropped(title_at(FACT_OF_EDITORS), told, _SET_BY_EDITORS)


def _member(card: Document, member: str, kind: Kind) -> Iterator[Proposal]:
    value = card[member]
    if member == "facts":
        yield from _facts(card, kind)
    elif member == "fact_evidence":
        yield from _sources_of_nothing(card)
    elif isinstance(value, Mapping):
        for key in _in_order(member, value):
            yield Proposal(f"{member}.{key}", f"{member}.{key}", value[key])
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield Proposal(f"{member}.{position}", member, [entry])
    else:
        yield Proposal(member, member, value)


def _facts(card: Document, kind: Kind) -> Iterator[Proposal]:
    facts = card["facts"]
    for group in _in_order("facts", facts):
        for name in _in_order(f"facts.{group}", facts[group]):
            path = f"facts.{group}.{name}"
            sources = _sources(card, f"{group}.{name}", kind)
            if path != FACT_OF_EDITORS:
                yield Proposal(path, path, facts[group][name], sources=sources)


def _in_order(path: str, members: Mapping[str, Any]) -> Iterator[str]:
    """The members that are there, as the schema orders them: stored cards have them by name."""
    field, _ = field_at(path)
    return (key for key in (field.properties if field else ()) if key in members)


def _sources(card: Document, fact: str, kind: Kind) -> tuple[Mapping[str, Any], ...]:
    return tuple(_by(kind, row) for row in card.get("fact_evidence", ()) if row["fact"] == fact)


def _by(kind: Kind, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The source of a fact; a lab that confirms the fact is the one who set it."""
    return {**row, "set_by": "developer"} if kind is Kind.LAB else row


def _sources_of_nothing(card: Document) -> Iterator[Proposal]:
    """Rows of sources whose fact the card leaves open; the others come with their facts."""
    for position, row in enumerate(card["fact_evidence"]):
        group, _, name = row["fact"].partition(".")
        if name not in card.get("facts", {}).get(group, {}):
            yield Proposal(f"fact_evidence.{position}", "fact_evidence", [row])
