"""A submission in words for those who prepared it: its state, whose move it is, until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from registry.actions.audit import now
from registry.models import Clock, Snapshot, Submission
from registry.rules.numerals import date_text
from registry.rules.review.clocks import PERIODS, ClockKind
from registry.rules.workflow import waiting
from registry.rules.workflow.vocabulary import Action, State
from registry.rules.workflow.waiting import Side

STATE_TEXTS: Mapping[State, str] = {
    State.DRAFT: "Draft",
    State.AWAITING_ATTESTATION: "Waits for the attestation of a representative",
    State.SUBMITTED: "Submitted",
    State.TRIAGE: "With the handling editor",
    State.RETURNED: "Returned before review",
    State.IN_REVIEW: "With the referees",
    State.DECISION_PENDING: "Waits for the editor’s decision",
    State.REVISION_REQUESTED: "A revision is asked for",
    State.REVISION_RECEIVED: "Revision received",
    State.ACCEPTED: "Accepted",
    State.PUBLISHED: "Published",
    State.DESK_REJECTED: "Rejected without review",
    State.REJECTED: "Rejected",
    State.APPEAL_OPEN: "Appeal under way",
    State.WITHDRAWN: "Withdrawn",
    State.DISCARDED: "Discarded",
}
NOBODY = "nobody"
YOURS: Mapping[State, str] = {
    State.DRAFT: "yours",
    State.AWAITING_ATTESTATION: "a representative of the lab",
    State.RETURNED: "yours, to answer and send it back",
    State.REVISION_REQUESTED: "yours, to answer and revise",
    State.ACCEPTED: "yours, to confirm the proof; then the editor",
}
# Who agrees to what editors propose, and who looks at an appeal, is between editors.
OTHERS: Mapping[Side, str] = {
    Side.EDITORS: "the editors",
    Side.HANDLING_EDITOR: "the handling editor",
    Side.REFEREES: "the referees",
    Side.CHIEF: "an editor who had no part in the decision",
    Side.NOBODY: NOBODY,
}
# What the lab is told of each move. Who was asked to referee, and how many, is none of it.
STEPS: Mapping[str, str] = {
    Action.SUBMIT: "Submitted with the lab’s attestation",
    Action.LIST: "The listing was submitted",
    Action.ASSIGN_EDITOR: "An editor took it up",
    Action.RETURN: "Returned before review",
    Action.RESUBMIT: "Sent back to the editor with answers",
    Action.DESK_REJECT: "Rejected without review",
    Action.SEND_TO_REVIEW: "Sent to referees",
    Action.PASS_CHECK: "Accepted after the editor’s check",
    Action.TIME_BOX: "Accepted because the editors’ time was over",
    Action.CLOSE_ROUND: "The referees have reported",
    Action.REOPEN_ROUND: "Back with the referees before a decision",
    Action.REVISE: "A revision was asked for",
    Action.SUBMIT_REVISION: "The revision was submitted",
    Action.BOUNCE: "Sent back because answers are missing",
    Action.NEW_ROUND: "Another round with the referees began",
    Action.SKIP_ROUND: "To be decided without another round",
    Action.ACCEPT: "Accepted",
    Action.REJECT: "Rejected",
    Action.PUBLISH: "Published",
    Action.WITHDRAW: "Withdrawn",
    Action.LAPSE: "Withdrawn because no answer came in time",
    Action.REOPEN: "Taken up again",
    Action.RESCIND: "The acceptance was taken back before publication",
    Action.APPEAL: "An appeal was made",
    Action.DISMISS_APPEAL: "The appeal was dismissed",
    Action.GRANT_APPEAL: "The appeal was granted",
    Action.SET_HOLD: "Put on hold",
    Action.LIFT_HOLD: "The hold was lifted",
}
# Reasons that are written to the lab; those of the other moves are between editors.
TOLD_REASONS = frozenset(
    {Action.BOUNCE, Action.WITHDRAW, Action.RESCIND, Action.DISMISS_APPEAL, Action.GRANT_APPEAL}
)
# The clocks that run for the lab in a state, and for how long the others have it.
OF_THE_LAB: Mapping[State, tuple[str, ...]] = {
    State.RETURNED: ("returned",),
    State.REVISION_REQUESTED: (ClockKind.MINOR_REVISION, ClockKind.MAJOR_REVISION),
    State.ACCEPTED: (ClockKind.PROOF,),
}
OF_OTHERS: Mapping[State, tuple[ClockKind, ...]] = {
    State.SUBMITTED: (ClockKind.ASSIGN_EDITOR,),
    State.TRIAGE: (ClockKind.TRIAGE,),
    # An invitation and a report: the real ones would tell how many referees were asked.
    State.IN_REVIEW: (ClockKind.INVITATION, ClockKind.REPORT),
    State.DECISION_PENDING: (ClockKind.DECISION,),
    State.REVISION_RECEIVED: (ClockKind.DECISION,),
}


def text_generator(statement: str, *, used: bool | None) -> str:
    """What the lab declared of the replies that came with a snapshot; empty where nothing."""
    if used is None:
        return ""
    return f"text generator used: {statement}" if used else "no text generator used"


def generator_of(snapshot: Snapshot) -> str:
    """The same of a snapshot; that of a listing is signed by nobody, and declares nothing."""
    signed = getattr(snapshot, "attestation", None)
    return text_generator(signed.ai_statement, used=signed.ai_used) if signed else ""


def running_clocks(submissions: Iterable[Submission]) -> dict[int, list[Clock]]:
    """The clocks of whole submissions that run now, by submission; one query."""
    found: dict[int, list[Clock]] = {}
    for clock in Clock.objects.filter(
        submission__in=[one.pk for one in submissions],
        assignment__isnull=True,
        stopped_at__isnull=True,
    ):
        found.setdefault(clock.submission_id or 0, []).append(clock)
    return found


def whose_move(submission: Submission, clocks: Iterable[Clock]) -> str:
    """``clocks`` are those that run for the submission now."""
    if submission.is_held:
        return "nobody: it is on hold"
    state, proof = State(submission.state), _stored(clocks, (ClockKind.PROOF,))
    grace = timedelta(days=PERIODS[ClockKind.PROOF].grace or 0)
    waits = proof is not None and now().date() <= proof + grace
    side = waiting.whose_move(state, waits_for_proof=waits)
    return YOURS[state] if side is Side.LAB else OTHERS[side]


def due_text(submission: Submission, clocks: Iterable[Clock]) -> str:
    """Until when it is somebody's move, in a sentence without its stop; empty if no time runs."""
    state = State(submission.state)
    if submission.is_held:
        return ""
    if state in OF_THE_LAB:
        due = _stored(clocks, OF_THE_LAB[state])
        return _by(due, "due by the end of", "overdue since the end of") if due else ""
    if state in OF_OTHERS:
        due = _stored(clocks, OF_OTHERS[state]) or _usual(submission, OF_OTHERS[state])
        return _by(due, "expected by", "late: it was expected by") if due else ""
    return ""


def _by(due: date, in_time: str, late: str) -> str:
    return f"{late if due < now().date() else in_time} {_day(due)}"


def _stored(clocks: Iterable[Clock], kinds: tuple[str, ...]) -> date | None:
    return max((one.due_on for one in clocks if one.kind in kinds), default=None)


def _usual(submission: Submission, kinds: tuple[ClockKind, ...]) -> date | None:
    if submission.moved_at is None:
        return None
    return submission.moved_at.date() + timedelta(days=sum(PERIODS[kind].days for kind in kinds))


def _day(day: date) -> str:
    return date_text(day.isoformat())
