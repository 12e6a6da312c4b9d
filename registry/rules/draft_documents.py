"""A card, or a section of one, as a program sends it for a draft: well-formed, or refused whole.

A form keeps what it cannot read beside the content; a program is told instead, and nothing of what
it sent is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from registry.rules.card_fields import CURRENT_VERSION
from registry.rules.draft_check import malformed
from registry.rules.drafts import (
    ROLE_OF_PREPARER,
    SECTION_MEMBERS,
    SectionDraft,
    sections_of,
    take_apart,
)
from registry.rules.errors import CardInvalid
from registry.rules.pointer import join_pointer
from registry.rules.problems import Problem, shown
from registry.rules.workflow.vocabulary import Kind

# What every card has beside the members of its sections.
IDENTITY = ("schema_version", "card_id")


def sections_sent(card: Mapping[str, Any], *, card_id: str, kind: Kind) -> dict[str, SectionDraft]:
    """The sections of a whole card, empty ones too, so that nothing of an older state is left.

    ``card`` is what ``checking.reading`` returns; it may lack anything. What the draft settles, its
    id, the version of the schema and the role of whoever prepares it, may be left out, but not be
    otherwise. Raises ``CardInvalid`` with every problem.
    """
    apart = take_apart(card)
    problems = [*_misfits(card, card_id, kind), *_unknown(card, kind)]
    for name in sections_of(kind):
        problems += malformed(name, apart.get(name, {}))
    if problems:
        raise CardInvalid(tuple(problems))
    return {name: SectionDraft(apart.get(name, {})) for name in sections_of(kind)}


def section_sent(name: str, content: Mapping[str, Any], *, kind: Kind) -> SectionDraft:
    """The content of one section of a draft of this kind; raises ``CardInvalid`` as above."""
    problems = [*_other_role(content, kind), *malformed(name, content)]
    if problems:
        raise CardInvalid(tuple(problems))
    return SectionDraft(take_apart(content).get(name, {}))


def _misfits(card: Mapping[str, Any], card_id: str, kind: Kind) -> Iterator[Problem]:
    if card.get("schema_version", CURRENT_VERSION) != CURRENT_VERSION:
        yield Problem(
            "/schema_version",
            "schema.version",
            f'schema_version: Found {shown(card["schema_version"])}; expected "{CURRENT_VERSION}".',
        )
    if card.get("card_id", card_id) != card_id:
        yield Problem(
            "/card_id",
            "registry.card_mismatch",
            f'card_id: Found {shown(card["card_id"])}; this draft is of "{card_id}".',
            "Send the card to the draft of its own model, or start one.",
        )
    yield from _other_role(card, kind)


def _other_role(content: Mapping[str, Any], kind: Kind) -> Iterator[Problem]:
    preparer = content.get("prepared_by")
    expected = ROLE_OF_PREPARER[kind]
    if isinstance(preparer, Mapping) and preparer.get("role", expected) != expected:
        yield Problem(
            "/prepared_by/role",
            "registry.preparer_mismatch",
            f'prepared_by.role: Found {shown(preparer["role"])}; expected "{expected}", which '
            "follows from the kind of the draft.",
            "Leave it out.",
        )


def _unknown(card: Mapping[str, Any], kind: Kind) -> Iterator[Problem]:
    known = {member for name in sections_of(kind) for member in SECTION_MEMBERS[name]}
    for member in sorted(card.keys() - known - set(IDENTITY)):
        why = "A lab makes no estimates: its figures are claims." if member == "estimates" else None
        yield Problem(
            join_pointer((member,)),
            "schema.unknown_key",
            f"{shown(member)}: A card of this kind has no such field.",
            why,
        )
