"""A card in the making: the sections people fill apart, and the card they make together.

A section's content is a part of a card and may lack anything; what was typed and could not be read
stays beside it, by the name of its field, and is never published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from registry.rules.card.sections import SECTIONS
from registry.rules.card_fields import CURRENT_VERSION
from registry.rules.workflow.vocabulary import Kind

# The members of a card that a section of the form holds, in the order of the form.
SECTION_MEMBERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "about": ("model", "prepared_by", "language"),
        "facts": ("facts", "fact_evidence"),
        **{section: (section,) for section in SECTIONS},
        "estimates": ("estimates",),
    }
)
# What the way a card comes in decides; nobody types it.
ROLE_OF_PREPARER: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.LAB: "developer",
        Kind.THIRD_PARTY: "third_party",
        Kind.SELF_ASSESSMENT: "third_party",
    }
)

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """``content`` holds members of the card; ``unparsed`` what was typed, by the field's name."""

    content: Content = field(default_factory=dict)
    unparsed: Mapping[str, str] = field(default_factory=dict)


def sections_of(kind: Kind) -> tuple[str, ...]:
    """The sections to fill. A lab makes no estimates: its figures are claims."""
    return tuple(name for name in SECTION_MEMBERS if name != "estimates" or kind is not Kind.LAB)


def assemble(card_id: str, kind: Kind, sections: Mapping[str, SectionDraft]) -> dict[str, Any]:
    """The card that the sections make together, whether or not it is complete."""
    card: dict[str, Any] = {"schema_version": CURRENT_VERSION, "card_id": card_id}
    for name, members in SECTION_MEMBERS.items():
        content = sections[name].content if name in sections else {}
        card |= {member: content[member] for member in members if content.get(member)}
    card["prepared_by"] = {**card.get("prepared_by", {}), "role": ROLE_OF_PREPARER[kind]}
    return card


def take_apart(card: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The content of each section of a card; ``assemble`` puts them together again.

    Without the role of whoever prepared it: that is decided by the way the card comes in.
    """
    if isinstance(card.get("prepared_by"), Mapping):
        preparation = {key: value for key, value in card["prepared_by"].items() if key != "role"}
        card = {**card, "prepared_by": preparation}
    apart = {
        name: {member: card[member] for member in members if member in card}
        for name, members in SECTION_MEMBERS.items()
    }
    return {name: content for name, content in apart.items() if content}
