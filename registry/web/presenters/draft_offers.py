"""One offered statement beside the draft: its words, its state and what can be chosen of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from registry.models import DraftImport, Submission
from registry.rules.proposals.proposal import Standing
from registry.rules.proposals.review import Decision, Reviewed
from registry.rules.showing import sources
from registry.rules.standard import load_standard
from registry.web.presenters.claims import evidence, whole_answer
from registry.web.presenters.draft_links import section_url
from registry.web.view_models.draft_imports import Choice, OfferGroup, OfferRow
from registry.web.view_models.shared import Link

# Decisions that were sent and are shown again, by the key of the proposal.
Marks = Mapping[str, Decision]

# Before the key of a proposal, or the name of a group, in the names of inputs.
DECIDE, GROUP = "decide.", "group."

TAKE_OVER_CHOICES = {
    Decision.ACCEPT: "Confirm",
    Decision.LEAVE: "Remove",
    Decision.CORRECT: "Correct later",
}
CONFLICT_CHOICES = {Decision.ACCEPT: "Take this instead", Decision.LEAVE: "Keep what the draft has"}
MARK = "Accept"
SETTLED = {
    Decision.ACCEPT: "Taken in",
    Decision.LEAVE: "Left out",
    Decision.CORRECT: "Corrected",
}
EQUAL = "In the draft already"
TO_CORRECT = "In the draft as published; to be corrected"


def choices_of(one: Reviewed, draft_import: DraftImport, marks: Marks | None) -> tuple[Choice, ...]:
    """Radio buttons or a checkbox; none for what the draft has without anybody's decision."""
    key, name = one.proposal.key, f"{DECIDE}{one.proposal.key}"
    chosen = one.decision if marks is None else marks.get(key, one.decision)
    if one.standing is Standing.EQUAL and one.decision is None:
        return ()
    if one.standing is Standing.CONFLICTING and one.decision is None:
        words = CONFLICT_CHOICES
    elif draft_import.is_take_over:
        words = TAKE_OVER_CHOICES
    else:
        is_marked = one.is_certain if marks is None else marks.get(key) is Decision.ACCEPT
        return (Choice(name, Decision.ACCEPT, MARK, is_marked, anchor(key, "accept")),)
    return tuple(
        Choice(name, decision, word, chosen is decision, anchor(key, decision))
        for decision, word in words.items()
    )


def offer_groups(
    submission: Submission, offered: Sequence[Reviewed], marks: Marks | None
) -> tuple[OfferGroup, ...]:
    def group(one: Reviewed) -> str:
        return one.proposal.group

    return tuple(
        _group(submission, label, list(members), marks or {})
        for label, members in groupby(sorted(offered, key=group), key=group)
    )


def _group(
    submission: Submission, label: str, members: Sequence[Reviewed], marks: Marks
) -> OfferGroup:
    name = f"{GROUP}{label}"
    refused = all(marks.get(one.proposal.key) is Decision.LEAVE for one in members)
    return OfferGroup(
        title=_title(members[0]),
        rows=tuple(
            offer_row(
                submission,
                one,
                (
                    Choice(
                        name,
                        one.proposal.key,
                        MARK,
                        marks.get(one.proposal.key) is Decision.ACCEPT,
                        anchor(one.proposal.key, "accept"),
                    ),
                ),
            )
            for one in members
        ),
        none=Choice(name, "", "None of these", refused, anchor(label, "none")),
    )


def offer_row(submission: Submission, one: Reviewed, choices: Sequence[Choice]) -> OfferRow:
    proposal = one.proposal
    claim = proposal.value if proposal.path in _claims() and not proposal.place else {}
    becomes = proposal.becomes
    lines, tables = whole_answer(proposal.path, claim)
    evidence_of = [claim, *proposal.sources]
    return OfferRow(
        anchor=anchor(proposal.key),
        title=_title(one),
        place=proposal.place,
        as_stated=proposal.as_stated if proposal.as_stated != becomes else "",
        becomes=becomes,
        now="" if one.standing is Standing.EQUAL else one.now,
        doubt=proposal.doubt,
        state=_state(one),
        choices=choices,
        correct=_place(submission, one) if one.decision is Decision.CORRECT else None,
        lines=lines,
        tables=tables,
        evidence=tuple(
            shown for each in evidence_of for shown in evidence(sources.sources(each), {})
        ),
        note=claim.get("note", ""),
    )


def _title(one: Reviewed) -> str:
    """The titles below that of the section, which stands above."""
    first, _, rest = one.proposal.title.partition(" › ")
    return rest or first


def _claims() -> frozenset[str]:
    return frozenset(item.claim for item in load_standard().items)


def _state(one: Reviewed) -> str:
    if one.decision is Decision.CORRECT and not one.is_settled:
        return TO_CORRECT
    if one.decision is not None:
        return SETTLED[one.decision]
    return EQUAL if one.standing is Standing.EQUAL else ""


def _place(submission: Submission, one: Reviewed) -> Link:
    address = section_url(submission, one.proposal.section)
    return Link("Correct it now", f"{address}#at-{one.proposal.path.replace('.', '-')}")


def anchor(key: str, part: str = "") -> str:
    """The id of an element: a key or the name of a group may hold what no id can."""
    return "-".join(
        ["offer", re.sub(r"[^a-z0-9_]+", "-", key.casefold()), *([part] if part else [])]
    )
