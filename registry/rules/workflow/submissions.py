"""The one table of what may happen to a submission, and in which state.

A move is refused unless its row is here, the person has one of the row's roles on this submission
(``rules.permissions``) and the row's conditions hold (``actions.submissions``). Buttons, the API's
list of allowed actions and the tests read the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from registry.rules.errors import TransitionRefused


class State(StrEnum):
    DRAFT = "draft"
    AWAITING_ATTESTATION = "awaiting_attestation"
    SUBMITTED = "submitted"
    DISCARDED = "discarded"


class Kind(StrEnum):
    """Who speaks: the lab, a third party from public sources, or nobody in public."""

    LAB = "lab"
    THIRD_PARTY = "third_party"
    SELF_ASSESSMENT = "self_assessment"


class Role(StrEnum):
    """What a person is to one submission. AUTHOR: of a listing or a self-assessment."""

    SUBMITTER = "submitter"
    REPRESENTATIVE = "representative"
    AUTHOR = "author"


class Action(StrEnum):
    CREATE = "create"
    SAVE = "save"
    COMPLETE = "complete"
    RETURN_TO_DRAFT = "return_to_draft"
    SUBMIT = "submit"
    LIST = "list"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. ``number`` is that of the workflow's description; no source: nothing exists yet.

    ``by_token`` says whether an API token may do it: never what binds a lab. ``label`` is the verb
    on the button, ``needs_reason`` whether whoever acts must say why.
    """

    number: str
    action: Action
    sources: frozenset[State]
    target: State
    roles: frozenset[Role]
    kinds: frozenset[Kind]
    label: str
    by_token: bool = False
    needs_reason: bool = False


EVERY_KIND = frozenset(Kind)
EVERY_ROLE = frozenset(Role)
OF_THE_LAB = frozenset({Role.SUBMITTER, Role.REPRESENTATIVE})

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "T01",
        Action.CREATE,
        frozenset(),
        State.DRAFT,
        EVERY_ROLE,
        EVERY_KIND,
        "Start the card",
        by_token=True,
    ),
    Transition(
        "T02",
        Action.SAVE,
        frozenset({State.DRAFT}),
        State.DRAFT,
        EVERY_ROLE,
        EVERY_KIND,
        "Save",
        by_token=True,
    ),
    Transition(
        "T03",
        Action.COMPLETE,
        frozenset({State.DRAFT}),
        State.AWAITING_ATTESTATION,
        OF_THE_LAB,
        frozenset({Kind.LAB}),
        "Mark as complete",
        by_token=True,
    ),
    Transition(
        "T04",
        Action.RETURN_TO_DRAFT,
        frozenset({State.AWAITING_ATTESTATION}),
        State.DRAFT,
        OF_THE_LAB,
        frozenset({Kind.LAB}),
        "Return to draft",
        needs_reason=True,
    ),
    Transition(
        "T05",
        Action.SUBMIT,
        frozenset({State.AWAITING_ATTESTATION}),
        State.SUBMITTED,
        frozenset({Role.REPRESENTATIVE}),
        frozenset({Kind.LAB}),
        "Attest and submit",
    ),
    Transition(
        "T06",
        Action.LIST,
        frozenset({State.DRAFT}),
        State.SUBMITTED,
        frozenset({Role.AUTHOR}),
        frozenset({Kind.THIRD_PARTY}),
        "Submit the listing",
    ),
    Transition(
        "T34",
        Action.DISCARD,
        frozenset({State.DRAFT, State.AWAITING_ATTESTATION}),
        State.DISCARDED,
        EVERY_ROLE,
        EVERY_KIND,
        "Discard the draft",
        by_token=True,
    ),
)
BY_ACTION = {row.action: row for row in TRANSITIONS}

# What cannot be undone or taken back by the people of the submission alone.
FINAL = frozenset({State.SUBMITTED, State.DISCARDED})


def check_move(action: Action, state: State | None, kind: Kind) -> Transition:
    """Return the row; raise ``TransitionRefused`` where the table does not list the move."""
    row = BY_ACTION[action]
    listed = (state is None and not row.sources) or state in row.sources
    if listed and kind in row.kinds:
        return row
    possible = [other.label.lower() for other in moves(state, kind)]
    raise TransitionRefused(
        f"“{row.label}” is not possible for {STATE_WORDS[state]}. "
        + (f"Possible: {', '.join(possible)}." if possible else "Nothing more is possible here.")
    )


def moves(state: State | None, kind: Kind) -> Iterable[Transition]:
    """The rows that lead on from a state, in the table's order."""
    return (
        row
        for row in TRANSITIONS
        if kind in row.kinds and (state in row.sources or (state is None and not row.sources))
    )


STATE_WORDS: dict[State | None, str] = {
    None: "a card that was not started",
    State.DRAFT: "a draft",
    State.AWAITING_ATTESTATION: "a card that waits for its attestation",
    State.SUBMITTED: "a card that was submitted",
    State.DISCARDED: "a draft that was discarded",
}
