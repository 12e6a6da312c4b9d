"""Who may do what in which state of a submission: written by hand from the workflow's description.

Nothing here is read from the product's tables, so that a wrong row or a lost permission is found.
Whoever changes the workflow changes it here, too. People go by what they are to the submission.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from registry.rules.workflow.vocabulary import Action, Kind, State, Track

Who = frozenset[str]
Table = Mapping[State | None, Mapping[str, Who]]


def of(names: str) -> Who:
    return frozenset(name.strip() for name in names.split(","))


# Everybody who might ask, whatever the submission is; each has a second factor.
EDITORS = of("clear editor, undeclared editor, appeal editor, handling editor, chief")
OUTSIDERS = of(
    "referee, working referee, former referee, invited referee, refereeing editor, recused editor, "
    "referee of another, "
    "conflicted editor, conflicted chief, administrator, clock, stranger, other representative, "
    "token of an editor, token of another lab"
)
OF_LAB = of("submitter, representative, token, token of a representative, narrow token")
OF_LISTING = of("author, member, token of the author")
PEOPLE: Mapping[Kind, Who] = {
    Kind.LAB: EDITORS | OUTSIDERS | OF_LAB,
    Kind.THIRD_PARTY: EDITORS | OUTSIDERS | OF_LISTING,
    Kind.SELF_ASSESSMENT: EDITORS | OUTSIDERS | OF_LISTING,
}

HANDLING, CHIEF, CLOCK = of("handling editor"), of("chief"), of("clock")
HOLDERS = of("chief, administrator")
REPRESENTATIVE, AUTHOR = of("representative"), of("author")
# Also by a program: what binds nobody.
WRITERS = of("submitter, representative, token, token of a representative")
LISTERS = of("author, token of the author")

IN_CHARGE = {"reassign_editor": CHIEF, "set_hold": HOLDERS}
UNDER_REVIEW = {**IN_CHARGE, "withdraw": REPRESENTATIVE}
LISTED = {**IN_CHARGE, "withdraw": AUTHOR}
APPEALED = {
    "dismiss_appeal": of("appeal editor"),
    "grant_appeal": of("appeal editor"),
    "set_hold": HOLDERS,
}

REFEREED: Table = {
    None: {"create": WRITERS},
    State.DRAFT: {"save": WRITERS, "complete": WRITERS, "discard": WRITERS},
    State.AWAITING_ATTESTATION: {
        "return_to_draft": of("submitter, representative"),
        "submit": REPRESENTATIVE,
        "discard": WRITERS,
    },
    State.SUBMITTED: {
        "assign_editor": EDITORS,
        "withdraw": REPRESENTATIVE,
        "set_hold": HOLDERS,
    },
    State.TRIAGE: {
        **UNDER_REVIEW,
        "return": HANDLING,
        "desk_reject": HANDLING,
        "send_to_review": HANDLING,
    },
    State.RETURNED: {
        **UNDER_REVIEW,
        "save": WRITERS,
        "resubmit": REPRESENTATIVE,
        "lapse": CLOCK,
    },
    State.IN_REVIEW: {**UNDER_REVIEW, "close_round": HANDLING | CLOCK},
    State.DECISION_PENDING: {
        **UNDER_REVIEW,
        "reopen_round": HANDLING,
        "new_round": HANDLING,
        "revise": HANDLING,
        "accept": HANDLING,
        "reject": HANDLING,
    },
    State.REVISION_REQUESTED: {
        **UNDER_REVIEW,
        "save": WRITERS,
        "submit_revision": REPRESENTATIVE,
        "lapse": CLOCK,
    },
    State.REVISION_RECEIVED: {
        **UNDER_REVIEW,
        "bounce": HANDLING,
        "new_round": HANDLING,
        "skip_round": HANDLING,
    },
    State.ACCEPTED: {**UNDER_REVIEW, "publish": HANDLING | CLOCK, "rescind": CHIEF},
    State.PUBLISHED: {},
    State.DESK_REJECTED: {"appeal": REPRESENTATIVE, "resubmit_as_new": REPRESENTATIVE},
    State.REJECTED: {"appeal": REPRESENTATIVE, "resubmit_as_new": REPRESENTATIVE},
    State.APPEAL_OPEN: APPEALED,
    State.WITHDRAWN: {"reopen": CHIEF, "resubmit_as_new": REPRESENTATIVE},
    State.DISCARDED: {},
}

# On the track without referees, as corrections are from their draft on; what is not here, no such
# submission comes to.
CHECKED: Table = {
    State.DRAFT: REFEREED[State.DRAFT],
    State.AWAITING_ATTESTATION: REFEREED[State.AWAITING_ATTESTATION],
    State.SUBMITTED: {**REFEREED[State.SUBMITTED], "time_box": CLOCK},
    State.TRIAGE: {
        **UNDER_REVIEW,
        "return": HANDLING,
        "desk_reject": HANDLING,
        "pass_check": HANDLING,
        "time_box": CLOCK,
    },
    **{
        state: REFEREED[state]
        for state in (
            State.RETURNED,
            State.ACCEPTED,
            State.PUBLISHED,
            State.DESK_REJECTED,
            State.APPEAL_OPEN,
            State.WITHDRAWN,
        )
    },
}

LISTING: Table = {
    None: {"create": LISTERS},
    State.DRAFT: {"save": LISTERS, "list": AUTHOR, "discard": LISTERS},
    State.SUBMITTED: {
        "assign_editor": EDITORS,
        "withdraw": AUTHOR,
        "set_hold": HOLDERS,
        "time_box": CLOCK,
    },
    State.TRIAGE: {
        **LISTED,
        "return": HANDLING,
        "desk_reject": HANDLING,
        "pass_check": HANDLING,
        "time_box": CLOCK,
    },
    State.RETURNED: {**LISTED, "save": LISTERS, "resubmit": AUTHOR, "lapse": CLOCK},
    State.ACCEPTED: {**LISTED, "publish": HANDLING | CLOCK, "rescind": CHIEF},
    State.PUBLISHED: {},
    State.DESK_REJECTED: {"appeal": AUTHOR, "resubmit_as_new": AUTHOR},
    State.APPEAL_OPEN: APPEALED,
    State.WITHDRAWN: {"reopen": CHIEF, "resubmit_as_new": AUTHOR},
    State.DISCARDED: {},
}

OWN: Table = {
    None: {"create": LISTERS},
    State.DRAFT: {"save": LISTERS, "discard": LISTERS},
    State.DISCARDED: {},
}

# While it is on hold: the lab may still go, and a chief may let it go on.
CAN_BE_HELD = (
    State.SUBMITTED,
    State.TRIAGE,
    State.RETURNED,
    State.IN_REVIEW,
    State.DECISION_PENDING,
    State.REVISION_REQUESTED,
    State.REVISION_RECEIVED,
    State.ACCEPTED,
    State.APPEAL_OPEN,
)

# Without a second factor nobody binds anybody: what a representative may still do then.
PLAIN_OF_REPRESENTATIVE = frozenset({"create", "save", "complete", "return_to_draft", "discard"})
WITHOUT_FACTOR = of("submitter, author, clock, token, token of a representative") | LISTERS

# Who may agree to what the handling editor proposed, or decides over a dispute.
SECONDS: Mapping[str, Who] = {
    "desk_reject": of("clear editor, appeal editor, chief"),
    "reject": CHIEF,
    "accept": of("clear editor, appeal editor, chief"),
}

# Of the assignment of “referee”, whatever state it is in.
ASSIGNMENT: Mapping[str, Who] = {
    "propose": HANDLING,
    "invite": HANDLING,
    "accept_invitation": of("referee"),
    "decline_invitation": of("referee"),
    "expire_invitation": CLOCK,
    "submit_report": of("referee"),
    "return_report": HANDLING,
    "cancel_assignment": HANDLING | CLOCK,
    "file_late_report": of("referee"),
    "recuse": of("referee, handling editor, chief"),
    "redact_report": HANDLING,
}


# What becomes of single assignments, by the state of the submission and that of the assignment.
# “self” is its referee. What is not here is refused.
ONE_S_OWN = {"recuse": of("self, handling editor, chief")}
ENDING = {**ONE_S_OWN, "cancel_assignment": of("handling editor, clock")}
OF_ASSIGNMENTS: Mapping[tuple[State, str], Mapping[str, Who]] = {
    (State.TRIAGE, "proposed"): {**ENDING, "propose": HANDLING},
    (State.IN_REVIEW, "invited"): {
        **ENDING,
        "propose": HANDLING,
        "accept_invitation": of("self"),
        "decline_invitation": of("self"),
        "expire_invitation": CLOCK,
    },
    (State.IN_REVIEW, "accepted"): {**ENDING, "propose": HANDLING, "submit_report": of("self")},
    (State.IN_REVIEW, "submitted"): {
        **ONE_S_OWN,
        "propose": HANDLING,
        "return_report": HANDLING,
    },
    (State.IN_REVIEW, "recused"): {"propose": HANDLING},
    (State.DECISION_PENDING, "cancelled"): {**ONE_S_OWN, "file_late_report": of("self")},
    (State.DECISION_PENDING, "submitted"): ONE_S_OWN,
    **{
        (state, was): ONE_S_OWN
        for state in (State.REVISION_REQUESTED, State.ACCEPTED, State.PUBLISHED)
        for was in ("submitted", "cancelled")
    },
}


@dataclass(frozen=True, slots=True)
class Case:
    """One state of one kind of submission, and who may do what in it."""

    kind: Kind
    track: Track
    state: State | None
    is_held: bool
    allowed: Mapping[str, Who]

    def __str__(self) -> str:
        state = self.state or "nothing"
        return f"{self.kind}-{self.track}-{state}{'-held' if self.is_held else ''}"

    def outcome(self, action: Action, who: str) -> str:
        """“ok”, or the code of the refusal."""
        if action not in self.allowed:
            return "transition_not_allowed"
        return "ok" if who in self.allowed[action] else "not_permitted"


def cases() -> Iterator[Case]:
    for kind, track, table in (
        (Kind.LAB, Track.PEER, REFEREED),
        (Kind.LAB, Track.REGISTRY, CHECKED),
        (Kind.THIRD_PARTY, Track.REGISTRY, LISTING),
        (Kind.SELF_ASSESSMENT, Track.PEER, OWN),
    ):
        for state, allowed in table.items():
            yield Case(kind, track, state, False, allowed)
            if kind is not Kind.SELF_ASSESSMENT and state in CAN_BE_HELD:
                left = {"withdraw": allowed["withdraw"]} if "withdraw" in allowed else {}
                yield Case(kind, track, state, True, {**left, "lift_hold": CHIEF})


CASES = tuple(cases())
