"""How far a person has got with what an origin offers, and what the decisions make of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.rules.drafts import SectionDraft
from registry.rules.errors import Conflict
from registry.rules.proposals.proposal import (
    Offer,
    Proposal,
    Standing,
    placed,
    standing,
    taken_out,
    words_now,
)

Drafts = Mapping[str, SectionDraft]
_NOTHING = SectionDraft()


class Decision(StrEnum):
    """What a person said of one proposal. CORRECT: it goes in, to be changed there."""

    ACCEPT = "accept"
    LEAVE = "leave"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A proposal beside the draft. ``now`` is what the draft has in its place, in words."""

    proposal: Proposal
    standing: Standing
    decision: Decision | None
    now: str

    @property
    def is_certain(self) -> bool:
        """Whether it can be taken in without looking twice: nothing speaks against it."""
        one = self.proposal
        return self.standing is Standing.NEW and not one.doubt and not one.group

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to decide.

        What is to be corrected is settled once the draft says something else.
        """
        if self.decision is Decision.CORRECT:
            return self.standing is not Standing.EQUAL
        return self.decision is not None or self.standing is Standing.EQUAL

    @property
    def is_corrected(self) -> bool:
        return self.decision is Decision.CORRECT and self.is_settled


def review(offer: Offer, decisions: Mapping[str, str], drafts: Drafts) -> tuple[Reviewed, ...]:
    """Set each proposal beside what was decided of it and what the draft has now."""
    # Put into words once for each place: hundreds of rows may be proposed for one list.
    places = {proposal.path: proposal for proposal in offer.proposals}
    now = {
        path: words_now(proposal, drafts.get(proposal.section, _NOTHING))
        for path, proposal in places.items()
    }
    return tuple(
        Reviewed(
            proposal=proposal,
            standing=standing(proposal, drafts.get(proposal.section, _NOTHING)),
            decision=Decision(decisions[proposal.key]) if proposal.key in decisions else None,
            now=now[proposal.path],
        )
        for proposal in offer.proposals
    )


def decided(
    offer: Offer, decisions: Mapping[str, Decision], drafts: Drafts, *, removes: bool
) -> dict[str, SectionDraft]:
    """The sections that the decisions change, as they become.

    ``removes``: what is left out is also taken out of the draft where the draft has it. Raises
    ``Conflict`` for two of one group.
    """
    _refuse_both(offer, decisions)
    changed: dict[str, SectionDraft] = {}
    for proposal in offer.proposals:
        decision = decisions.get(proposal.key)
        before = changed.get(proposal.section, drafts.get(proposal.section, _NOTHING))
        is_there = standing(proposal, before) is Standing.EQUAL
        if decision in (Decision.ACCEPT, Decision.CORRECT) and not is_there:
            changed[proposal.section] = placed(before, proposal)
        elif decision is Decision.LEAVE and is_there and removes:
            changed[proposal.section] = taken_out(before, proposal)
    return changed


def _refuse_both(offer: Offer, decisions: Mapping[str, Decision]) -> None:
    taken: dict[str, Proposal] = {}
    for proposal in offer.proposals:
        if proposal.group and decisions.get(proposal.key) is Decision.ACCEPT:
            other = taken.setdefault(proposal.group, proposal)
            if other is not proposal:
                raise Conflict(
                    f"{proposal.title}: “{other.as_stated}” and “{proposal.as_stated}” exclude "
                    "each other; choose one, or none of these."
                )
