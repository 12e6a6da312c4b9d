"""What was found in a file or a pasted text, offered to a draft."""

from __future__ import annotations

import hashlib

from registry.rules.canonical import canonical_bytes
from registry.rules.drafts import sections_of
from registry.rules.imports import Dropped, Finding, Import
from registry.rules.proposals.card_statements import NO_ESTIMATES
from registry.rules.proposals.proposal import Offer, Proposal
from registry.rules.workflow.vocabulary import Kind

_IMPLIED = "what the text implies and does not say."


def offered(found: Import, kind: Kind) -> Offer:
    """The findings that a card of this kind has a place for; the rest with the reason."""
    proposals, dropped = [], list(found.dropped)
    for finding in found.findings:
        proposal = _proposal(finding)
        if proposal.section in sections_of(kind):
            proposals.append(proposal)
        else:
            dropped.append(Dropped(finding.place, finding.as_stated, NO_ESTIMATES))
    return Offer(tuple(proposals), tuple(dropped), found.problems)


def _proposal(finding: Finding) -> Proposal:
    return Proposal(
        key=_key(finding),
        path=finding.path,
        value=finding.value,
        place=finding.place,
        as_stated=finding.as_stated,
        doubt=(finding.sentence or _IMPLIED) if finding.certainty == "suggested" else "",
        group=finding.conflict,
    )


def _key(finding: Finding) -> str:
    """Named by what it says and not by its number, which a better reader may give to another."""
    return hashlib.sha256(canonical_bytes([finding.path, finding.value])).hexdigest()[:16]
