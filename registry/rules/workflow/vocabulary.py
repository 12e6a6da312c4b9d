"""The words of the workflow: states, kinds, tracks, roles, actions, conditions, and one row.

The rows themselves are in ``preparing``, ``refereeing`` and ``ending``; ``submissions`` puts them
together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    AWAITING_ATTESTATION = "awaiting_attestation"
    SUBMITTED = "submitted"
    TRIAGE = "triage"
    RETURNED = "returned"
    IN_REVIEW = "in_review"
    DECISION_PENDING = "decision_pending"
    REVISION_REQUESTED = "revision_requested"
    REVISION_RECEIVED = "revision_received"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    DESK_REJECTED = "desk_rejected"
    REJECTED = "rejected"
    APPEAL_OPEN = "appeal_open"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


# The lab can edit the card: before it is submitted, and where editors sent it back.
EDITABLE = frozenset({State.DRAFT, State.RETURNED, State.REVISION_REQUESTED})
UNSUBMITTED = frozenset({State.DRAFT, State.AWAITING_ATTESTATION, State.DISCARDED})
# From the submission to the publication: who has one here cannot submit the same model again.
OPEN = frozenset(
    {
        State.SUBMITTED,
        State.TRIAGE,
        State.RETURNED,
        State.IN_REVIEW,
        State.DECISION_PENDING,
        State.REVISION_REQUESTED,
        State.REVISION_RECEIVED,
        State.ACCEPTED,
    }
)
# Decided against, but the lab may appeal or try again.
CLOSED = frozenset({State.DESK_REJECTED, State.REJECTED, State.WITHDRAWN})


class Kind(StrEnum):
    """Who speaks: the lab, a third party from public sources, or nobody in public."""

    LAB = "lab"
    THIRD_PARTY = "third_party"
    SELF_ASSESSMENT = "self_assessment"


class Track(StrEnum):
    """What a submission asks for: an editor's check alone, or the verdicts of referees."""

    REGISTRY = "registry"
    PEER = "peer"


class Role(StrEnum):
    """What a person is to one submission. AUTHOR: of a listing or a self-assessment.

    EDITOR: any editor without another part in it. SYSTEM: the clock, and nobody else.
    """

    SUBMITTER = "submitter"
    REPRESENTATIVE = "representative"
    AUTHOR = "author"
    REFEREE = "referee"
    EDITOR = "editor"
    HANDLING_EDITOR = "handling_editor"
    APPEAL_EDITOR = "appeal_editor"
    CHIEF = "editor_in_chief"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Party(StrEnum):
    """Who is told of a move."""

    SUBMITTER = "submitter"
    REPRESENTATIVES = "representatives"
    REFEREES = "referees"
    HANDLING_EDITOR = "handling_editor"
    CHIEFS = "editors_in_chief"


class Action(StrEnum):
    CREATE = "create"
    SAVE = "save"
    COMPLETE = "complete"
    RETURN_TO_DRAFT = "return_to_draft"
    SUBMIT = "submit"
    LIST = "list"
    ASSIGN_EDITOR = "assign_editor"
    REASSIGN_EDITOR = "reassign_editor"
    RETURN = "return"
    RESUBMIT = "resubmit"
    DESK_REJECT = "desk_reject"
    SEND_TO_REVIEW = "send_to_review"
    PASS_CHECK = "pass_check"  # noqa: S105 - the name of a move
    TIME_BOX = "time_box"
    CLOSE_ROUND = "close_round"
    REOPEN_ROUND = "reopen_round"
    REVISE = "revise"
    SUBMIT_REVISION = "submit_revision"
    BOUNCE = "bounce"
    NEW_ROUND = "new_round"
    SKIP_ROUND = "skip_round"
    ACCEPT = "accept"
    REJECT = "reject"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    REOPEN = "reopen"
    RESCIND = "rescind"
    APPEAL = "appeal"
    DISMISS_APPEAL = "dismiss_appeal"
    GRANT_APPEAL = "grant_appeal"
    SET_HOLD = "set_hold"
    LIFT_HOLD = "lift_hold"
    DISCARD = "discard"
    RESUBMIT_AS_NEW = "resubmit_as_new"


class Target(StrEnum):
    """A state that follows from the submission's own past."""

    UNCHANGED = "the same state"
    STORED = "the state before"
    REOPENED = "triage, or the decision that was appealed"
    BEFORE_DECISION = "the decision, or triage where no referees were asked"


# Where a granted appeal leads, by what was appealed against.
REOPENED = {State.DESK_REJECTED: State.TRIAGE, State.REJECTED: State.DECISION_PENDING}


class Guard(StrEnum):
    """A condition of a move, by its stable code; ``policies`` says when it holds."""

    CARD_READY = "card_ready"
    NO_OTHER_OPEN = "no_other_open"
    EDITOR_CLEAR = "editor_clear"
    MAJOR_ISSUE = "major_issue"
    ISSUES_ANSWERED = "issues_answered"
    NO_CHECK_ERROR = "no_check_error"
    TWO_INVITEES = "two_invitees"
    CORE_CHECKED = "core_checked"
    REPLY_OVER = "reply_over"
    RELEASE_REGISTERED = "release_registered"
    TIME_BOX_OVER = "time_box_over"
    ENOUGH_REPORTS = "enough_reports"
    ALL_REPORTS = "all_reports"
    NO_DECISION = "no_decision"
    ROUND_CURRENT = "round_current"
    REVISED = "revised"
    REPORTS_SEEN = "reports_seen"
    MUSTS_ANSWERED = "musts_answered"
    ONE_BOUNCE = "one_bounce"
    LAST_WAS_MINOR = "last_was_minor"
    NO_OPEN_MUST = "no_open_must"
    DISPUTES_ADJUDICATED = "disputes_adjudicated"
    TWO_REPORTS = "two_reports"
    SNAPSHOT_ACCEPTED = "snapshot_accepted"
    REFEREES_STAND = "referees_stand"
    PROOF_CONFIRMED = "proof_confirmed"
    SIGNING_OVER = "signing_over"
    NO_REDACTION_WAITS = "no_redaction_waits"
    LEAK_CHECKED = "leak_checked"
    EMBARGO_OVER = "embargo_over"
    GRACE_OVER = "grace_over"
    REOPEN_IN_TIME = "reopen_in_time"
    APPEAL_IN_TIME = "appeal_in_time"
    FIRST_APPEAL = "first_appeal"
    NEW_EDITOR = "new_editor"
    COOLED_OFF = "cooled_off"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. ``number`` is that of the workflow's description; no source: nothing exists yet.

    ``by_token`` says whether an API token may do it: never what binds anybody. ``label`` is the
    verb on the button, ``needs_reason`` whether whoever acts must say why. ``second`` is the role
    of a second person without whom nothing happens; where ``second_if_contested``, only for a
    decision over a dispute, a waiver or an overruled comment. ``effects`` and ``public`` are words
    for people: what is recorded, and what readers see afterwards.
    """

    number: str
    action: Action
    sources: frozenset[State]
    target: State | Target
    roles: frozenset[Role]
    kinds: frozenset[Kind]
    label: str
    tracks: frozenset[Track] = frozenset(Track)
    guards: tuple[Guard, ...] = ()
    second: Role | None = None
    second_if_contested: bool = False
    notices: tuple[Party, ...] = ()
    effects: str = ""
    public: str = ""
    by_token: bool = False
    needs_reason: bool = False
    while_held: bool = False


EVERY_KIND = frozenset(Kind)
SUBMITTED_KINDS = frozenset({Kind.LAB, Kind.THIRD_PARTY})
LAB_ONLY = frozenset({Kind.LAB})
OF_THE_LAB = frozenset({Role.SUBMITTER, Role.REPRESENTATIVE})
EVERY_AUTHOR = frozenset({Role.SUBMITTER, Role.REPRESENTATIVE, Role.AUTHOR})
# Who speaks for a card once it is submitted: a representative, or the author of a listing.
SPEAKERS = frozenset({Role.REPRESENTATIVE, Role.AUTHOR})
