"""One statement that an origin offers to a draft, and what the draft has in its place.

An origin is a file, a pasted text, or another card. Whatever it is, its statements become
proposals, and a person decides on each: nothing enters a draft by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.rules.card_fields import Field, card_fields
from registry.rules.diff.alignment import same
from registry.rules.drafts import SECTION_MEMBERS, Content, SectionDraft
from registry.rules.imports import Dropped
from registry.rules.problems import Problem
from registry.rules.proposals.wording import field_at, title_at, tokens_of, words_at


class Standing(StrEnum):
    """How a proposal stands to the draft."""

    NEW = "new"
    EQUAL = "equal"
    CONFLICTING = "conflicting"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A ``value`` for the dotted ``path`` of a card; where that is a list, entries to add to it.

    ``key`` names the proposal within its origin and stays the same whenever the origin is read
    again. ``place`` and ``as_stated`` say where it stood and how; both are empty for another card,
    whose values are taken as they are. ``doubt`` says why a person must look twice: the sentence
    that a number was found in, or when a statement about another model holds for this one; nothing
    with a doubt is chosen beforehand. Of proposals with one ``group`` at most one is right.
    ``sources`` are rows of ``fact_evidence`` that come along.
    """

    key: str
    path: str
    value: Any
    place: str = ""
    as_stated: str = ""
    doubt: str = ""
    group: str = ""
    sources: tuple[Mapping[str, Any], ...] = ()

    @property
    def section(self) -> str:
        member = self.path.partition(".")[0]
        return next(name for name, members in SECTION_MEMBERS.items() if member in members)

    @property
    def title(self) -> str:
        return title_at(self.path)

    @property
    def becomes(self) -> str:
        """The value in words, as readers of the card would see it."""
        return words_at(self.path, self.value)


@dataclass(frozen=True, slots=True)
class Offer:
    """All that an origin has for a draft. ``problems`` say what of it could not be read."""

    proposals: tuple[Proposal, ...]
    dropped: tuple[Dropped, ...] = ()
    problems: tuple[Problem, ...] = ()

    def by_key(self) -> Mapping[str, Proposal]:
        return {proposal.key: proposal for proposal in self.proposals}


def standing(proposal: Proposal, draft: SectionDraft) -> Standing:
    """How a proposal stands to the draft of its section."""
    if _unread(draft, proposal.path) or _is_silenced(draft.content, proposal.path):
        return Standing.CONFLICTING
    now = value_in(draft.content, proposal.path)
    if now is None:
        return Standing.NEW
    if _grows(proposal.path):
        is_there = all(_has(now, entry) for entry in proposal.value)
        return Standing.EQUAL if is_there else Standing.NEW
    return Standing.EQUAL if same(now, proposal.value) else Standing.CONFLICTING


def words_now(proposal: Proposal, draft: SectionDraft) -> str:
    """What the draft has in place of a proposal, in words; texts it could not read as typed."""
    typed = _unread(draft, proposal.path)
    if typed:
        return "; ".join(f"“{text}”" for text in typed.values())
    return words_at(proposal.path, value_in(draft.content, proposal.path))


def value_in(content: Content, path: str) -> Any:
    """What the content of a section has at a path; None where it has nothing."""
    value: Any = content
    for token in tokens_of(path):
        if not isinstance(value, Mapping) or token not in value:
            return None
        value = value[token]
    return value


def placed(draft: SectionDraft, proposal: Proposal) -> SectionDraft:
    """The draft of a section with a proposal taken in.

    A value inside a claim makes the claim disclosed. A list of rows grows by those it lacks;
    anything else is replaced, with what was typed there and could not be read.
    """
    value = proposal.value
    if _grows(proposal.path):
        value = _grown(value_in(draft.content, proposal.path) or (), value)
    content = _put(draft.content, tokens_of(proposal.path), value, card_fields())
    if proposal.sources:
        content["fact_evidence"] = _grown(content.get("fact_evidence", ()), proposal.sources)
    replaced = _unread(draft, proposal.path)
    unparsed = {name: text for name, text in draft.unparsed.items() if name not in replaced}
    return SectionDraft(content, unparsed)


def taken_out(draft: SectionDraft, proposal: Proposal) -> SectionDraft:
    """The draft of a section without what a proposal put there; groups left empty go too."""
    left = dict(draft.content)
    if proposal.sources:
        rows = [row for row in left.get("fact_evidence", ()) if not _has(proposal.sources, row)]
        left["fact_evidence"] = rows
    if _grows(proposal.path):
        now = value_in(left, proposal.path) or ()
        rows = [entry for entry in now if not _has(proposal.value, entry)]
        left = _put(left, tokens_of(proposal.path), rows, card_fields())
    else:
        left = _without(left, tokens_of(proposal.path))
    content = {member: value for member, value in left.items() if value not in ({}, [])}
    return SectionDraft(content, draft.unparsed)


def _unread(draft: SectionDraft, path: str) -> Mapping[str, str]:
    """What was typed at or below a path and could not be read, by the name of its input."""
    return {
        name: text for name, text in draft.unparsed.items() if f"{name}.".startswith(f"{path}.")
    }


def _grows(path: str) -> bool:
    """Whether the place is a list of rows, which two origins can fill together."""
    field, _ = field_at(path)
    return bool(field and field.entries and field.entries.properties)


def _grown(rows: Sequence[Any], more: Sequence[Any]) -> list[Any]:
    return [*rows, *(entry for entry in more if not _has(rows, entry))]


def _has(entries: Sequence[Any], entry: Any) -> bool:
    return any(same(entry, other) for other in entries)


def _is_silenced(content: Content, path: str) -> bool:
    """Whether the place is inside a claim that says, with its status, that it gives no value."""
    section, name, *inside = (*tokens_of(path), "")
    claim = value_in(content, f"{section}.{name}")
    has_status = any(inside) and isinstance(claim, Mapping) and "status" in claim
    return has_status and claim["status"] != "disclosed"


def _put(
    content: Mapping[str, Any], tokens: Sequence[str], value: Any, field: Field | None
) -> dict[str, Any]:
    first, *rest = tokens
    part = field.part(first) if field else None
    if not rest:
        return {**content, first: value}
    inner = content.get(first)
    put = _put(inner if isinstance(inner, Mapping) else {}, rest, value, part)
    if part and part.is_claim and "value" in rest:
        put = {**put, "status": "disclosed"}
        put.pop("withheld_reason", None)
    return {**content, first: put}


def _without(content: Mapping[str, Any], tokens: Sequence[str]) -> dict[str, Any]:
    first, *rest = tokens
    left = dict(content)
    inner = left.pop(first, None)
    if rest and isinstance(inner, Mapping):
        inner = _without(inner, rest)
        if inner:
            left[first] = inner
    return left
