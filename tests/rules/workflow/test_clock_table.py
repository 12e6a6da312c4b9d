"""Each kind of clock runs somewhere, in states that exist, and for somebody."""

from __future__ import annotations

import pytest

from registry.rules.review.clocks import PERIODS, ClockKind
from registry.rules.workflow.clock_table import (
    LAPSING,
    LASTING,
    OF_ASSIGNMENT,
    OF_CONCERN,
    OF_VERSION,
    PARTIES,
    STANDING_STILL,
    clocks_after,
)
from registry.rules.workflow.policies import MINIMUM_LAPSE_REMINDERS
from registry.rules.workflow.submissions import BY_ACTION
from registry.rules.workflow.vocabulary import Action, Kind, State, Track


def kinds(action: Action, state: State, revision: str = "", **of: object) -> list[str]:
    facts = {"kind": Kind.LAB, "track": Track.PEER} | of
    return [due.kind for due in clocks_after(action, state, revision=revision, **facts)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("action", "state", "expected"),
    [
        ("submit", "submitted", ["assign_editor"]),
        ("assign_editor", "triage", ["triage"]),
        ("return", "returned", ["returned"]),
        ("send_to_review", "in_review", []),
        ("close_round", "decision_pending", ["decision"]),
        ("submit_revision", "revision_received", ["decision"]),
        ("bounce", "revision_requested", ["minor_revision"]),
        ("revise", "revision_requested", ["major_revision"]),
        ("accept", "accepted", ["proof", "signing", "publish"]),
        ("reject", "rejected", ["appeal"]),
        ("desk_reject", "desk_rejected", ["appeal"]),
        ("dismiss_appeal", "rejected", []),
        ("appeal", "appeal_open", []),
        ("withdraw", "withdrawn", []),
        ("publish", "published", []),
    ],
)
def test_what_runs_after_a_move(action: str, state: str, expected: list[str]) -> None:
    revision = "major" if action in ("revise", "bounce") else ""
    assert kinds(Action(action), State(state), revision) == expected


def test_what_depends_on_the_decision_the_track_and_the_kind() -> None:
    assert kinds(Action.REVISE, State.REVISION_REQUESTED, "minor") == ["minor_revision"]
    assert kinds(Action.SUBMIT, State.SUBMITTED, track=Track.REGISTRY) == [
        "assign_editor",
        "time_box",
    ]
    assert kinds(Action.PASS_CHECK, State.ACCEPTED, track=Track.REGISTRY) == ["proof", "publish"]
    listing = {"kind": Kind.THIRD_PARTY, "track": Track.REGISTRY}
    assert kinds(Action.PASS_CHECK, State.ACCEPTED, **listing) == ["publish"]


def test_every_kind_runs_somewhere_and_for_somebody() -> None:
    others = {*OF_ASSIGNMENT.values(), *OF_CONCERN.values(), *OF_VERSION.values()}
    in_states = PARTIES.keys() - others
    assert in_states | others == set(ClockKind)
    assert not in_states & others
    assert all(PERIODS[kind].then == "the submission lapses" for kind in LAPSING)
    assert all(PERIODS[kind].least == MINIMUM_LAPSE_REMINDERS for kind in LAPSING)
    assert all(kinds <= LASTING for kinds in STANDING_STILL.values())


def test_what_lapses_are_the_states_that_the_table_lets_lapse() -> None:
    sources = BY_ACTION[Action.LAPSE].sources
    found = {
        state
        for state in State
        for revision in ("minor", "major")
        if {*kinds(Action.REOPEN, state, revision)} & LAPSING
    }
    assert found == sources
