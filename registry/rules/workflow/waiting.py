"""Whose move it is: the one answer that queues, timelines and pages give in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from registry.rules.workflow.vocabulary import State


class Side(StrEnum):
    LAB = "the lab"
    EDITORS = "the editors"
    HANDLING_EDITOR = "the handling editor"
    REFEREES = "the referees"
    CHIEF = "an editor-in-chief"
    SECOND = "whoever agrees to the proposal"
    APPEAL_EDITOR = "the editor of the appeal"
    NOBODY = "nobody"


def whose_move(
    state: State,
    *,
    is_held: bool = False,
    has_proposal: bool = False,
    has_appeal_editor: bool = False,
    waits_for_proof: bool = False,
) -> Side:
    """Who has to act for the submission to go on.

    ``has_proposal``: an editor did propose a move, and a second person has to agree; that is not
    for the lab to know, which leaves it out. ``waits_for_proof``: the lab has neither confirmed the
    proof nor let its time pass.
    """
    if is_held:
        return Side.CHIEF
    if state is State.ACCEPTED and waits_for_proof:
        return Side.LAB
    if state is State.APPEAL_OPEN and has_appeal_editor:
        return Side.APPEAL_EDITOR
    side = _IN_STATE[state]
    return Side.SECOND if has_proposal and side is Side.HANDLING_EDITOR else side


_IN_STATE: Mapping[State, Side] = {
    State.DRAFT: Side.LAB,
    State.AWAITING_ATTESTATION: Side.LAB,
    State.SUBMITTED: Side.EDITORS,
    State.TRIAGE: Side.HANDLING_EDITOR,
    State.RETURNED: Side.LAB,
    State.IN_REVIEW: Side.REFEREES,
    State.DECISION_PENDING: Side.HANDLING_EDITOR,
    State.REVISION_REQUESTED: Side.LAB,
    State.REVISION_RECEIVED: Side.HANDLING_EDITOR,
    State.ACCEPTED: Side.HANDLING_EDITOR,
    State.PUBLISHED: Side.NOBODY,
    State.DESK_REJECTED: Side.NOBODY,
    State.REJECTED: Side.NOBODY,
    State.APPEAL_OPEN: Side.CHIEF,
    State.WITHDRAWN: Side.NOBODY,
    State.DISCARDED: Side.NOBODY,
}
STATE_TITLES: Mapping[State, str] = {
    State.DRAFT: "Draft",
    State.AWAITING_ATTESTATION: "Waits for its attestation",
    State.SUBMITTED: "Submitted",
    State.TRIAGE: "In triage",
    State.RETURNED: "Returned before review",
    State.IN_REVIEW: "With the referees",
    State.DECISION_PENDING: "Decision pending",
    State.REVISION_REQUESTED: "Revision requested",
    State.REVISION_RECEIVED: "Revision received",
    State.ACCEPTED: "Accepted",
    State.PUBLISHED: "Published",
    State.DESK_REJECTED: "Rejected without review",
    State.REJECTED: "Rejected",
    State.APPEAL_OPEN: "Under appeal",
    State.WITHDRAWN: "Withdrawn",
    State.DISCARDED: "Discarded",
}
