"""Whose move it is in each state, in words for everybody who has a part in it."""

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
    NOBODY = "nobody"


WHOSE_MOVE: Mapping[State, Side] = {
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
