"""The statements of a card, one by one: claims whole, what surrounds them field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from registry.rules.card_fields import card_fields
from registry.rules.documents import Document
from registry.rules.drafts import SECTION_MEMBERS, sections_of
from registry.rules.proposals.proposal import Dropped, Offer, Proposal
from registry.rules.proposals.wording import words_at
from registry.rules.workflow.submissions import Kind

# Said of the card and not of the model; the new card says its own.
_NOT_TAKEN = {
    "schema_version": "The registry sets it.",
    "card_id": "The draft has its address already.",
    "prepared_by": "Who prepares this card, and from what, is for you to say.",
}
_NO_ESTIMATES = "A lab makes no estimates about itself: what it knows, it states as a claim."


def statements(card: Document, kind: Kind) -> Offer:
    """All that a card says, as proposals for another draft about the same model.

    ``card`` passed the card schema. A claim is taken whole, with its status and sources.
    """
    sections = sections_of(kind)
    dropped = [
        Dropped(card_fields().properties[member].title, words_at(member, card[member]), reason)
        for member, reason in _NOT_TAKEN.items()
        if member in card
    ]
    if "estimates" in card and "estimates" not in sections:
        count = f"{len(card['estimates'])} by others"
        dropped.append(Dropped(card_fields().properties["estimates"].title, count, _NO_ESTIMATES))
    members = [member for name in sections for member in SECTION_MEMBERS[name]]
    return Offer(
        tuple(
            proposal
            for member in members
            if member in card and member not in _NOT_TAKEN
            for proposal in _member(card, member, kind)
        ),
        tuple(dropped),
    )


def _member(card: Document, member: str, kind: Kind) -> Iterator[Proposal]:
    value = card[member]
    if member == "facts":
        yield from _facts(card, kind)
    elif member == "fact_evidence":
        yield from _sources_of_nothing(card)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield Proposal(f"{member}.{key}", f"{member}.{key}", part)
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield Proposal(f"{member}.{position}", member, [entry])
    else:
        yield Proposal(member, member, value)


def _facts(card: Document, kind: Kind) -> Iterator[Proposal]:
    for group, facts in card["facts"].items():
        for name, value in facts.items():
            path = f"{group}.{name}"
            sources = tuple(
                _by(kind, row) for row in card.get("fact_evidence", ()) if row["fact"] == path
            )
            yield Proposal(f"facts.{path}", f"facts.{path}", value, sources=sources)


def _by(kind: Kind, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The source of a fact; a lab that confirms the fact is the one who set it."""
    return {**row, "set_by": "developer"} if kind is Kind.LAB else row


def _sources_of_nothing(card: Document) -> Iterator[Proposal]:
    """Rows of sources whose fact the card leaves open; the others come with their facts."""
    for position, row in enumerate(card["fact_evidence"]):
        group, _, name = row["fact"].partition(".")
        if name not in card.get("facts", {}).get(group, {}):
            yield Proposal(f"fact_evidence.{position}", "fact_evidence", [row])
