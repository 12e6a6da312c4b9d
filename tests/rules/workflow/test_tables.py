"""The workflow's tables are whole: every word is used, every state is reached and left."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from registry.rules.errors import Conflict, Refused, TransitionRefused
from registry.rules.workflow import document
from registry.rules.workflow.assignments import (
    ASSIGNMENT_MOVES,
    AssignmentAction,
    AssignmentState,
    check_assignment_move,
)
from registry.rules.workflow.concerns import CONCERN_MOVES, ConcernAction, ConcernState
from registry.rules.workflow.policies import (
    Clearance,
    ConditionNotMet,
    Facts,
    check_conditions,
    unmet,
)
from registry.rules.workflow.submissions import (
    BY_ACTION,
    STATE_WORDS,
    TRANSITIONS,
    check_move,
    moves,
    target_of,
)
from registry.rules.workflow.versions import PUBLISHED as CURRENT
from registry.rules.workflow.versions import (
    REMOVED,
    RETRACTED,
    SUPERSEDED,
    UNDER_CONCERN,
    VERSION_MOVES,
    VersionAction,
    check_notice_period,
    check_reason_class,
    check_version_move,
    is_live,
)
from registry.rules.workflow.versions import target_of as target_of_version
from registry.rules.workflow.vocabulary import (
    OPEN,
    Action,
    Guard,
    Kind,
    Role,
    State,
    Target,
    Track,
)

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_every_action_has_one_row() -> None:
    assert sorted(row.action for row in TRANSITIONS) == sorted(Action)
    assert sorted(row.number for row in TRANSITIONS) == [f"T{n:02}" for n in range(1, 36)]
    assert sorted(row.action for row in ASSIGNMENT_MOVES) == sorted(AssignmentAction)
    assert sorted(row.action for row in VERSION_MOVES) == sorted(VersionAction)
    assert sorted(row.action for row in CONCERN_MOVES) == sorted(ConcernAction)


def test_every_state_is_named_and_reached() -> None:
    assert STATE_WORDS.keys() == {None, *State}
    reached = {row.target for row in TRANSITIONS}
    assert {*State} <= reached
    assert {row.target for row in ASSIGNMENT_MOVES if row.target} == {*AssignmentState}
    assert {row.target for row in CONCERN_MOVES} == {*ConcernState}


def test_only_what_is_over_has_no_way_on() -> None:
    ends = {state for state in State if not any(state in row.sources for row in TRANSITIONS)}
    assert ends == {State.PUBLISHED, State.DISCARDED}


def test_every_condition_is_asked_for_and_can_fail() -> None:
    asked = {guard for row in TRANSITIONS for guard in row.guards}
    assert asked == {*Guard}
    failing = Facts(
        at=AT,
        by_system=True,
        card_problems=("a",),
        check_errors=("a",),
        other_open="another",
        unanswered_issues=("1",),
        unchecked_core=("a",),
        reply_until=AT + DAY,
        submitted_at=AT,
        round_number=1,
        reports_missing=1,
        decision_kind="accept",
        unanswered_musts=("R1.1",),
        open_musts=("R1.1",),
        bounces=1,
        open_disputes=("a",),
        referees_standing=1,
        redactions_waiting=1,
        signing_until=AT + DAY,
        embargo_until=AT + DAY,
        appeals=1,
        closed_at=AT - DAY,
    )
    for row in TRANSITIONS:
        failed = {guard for guard, _ in unmet(row, failing)}
        if row.action is Action.REOPEN_ROUND:
            failed |= {guard for guard, _ in unmet(row, replace(failing, is_revised=True))}
        assert failed == set(row.guards), row.number


def test_every_condition_can_hold() -> None:
    holding = Facts(
        at=AT,
        editor_clearance=Clearance.CLEAR,
        editor_is_new=True,
        major_issues=1,
        unblocked_invitees=2,
        is_release_registered=True,
        submitted_at=AT - 30 * DAY,
        round_number=2,
        reports_in_round=1,
        reports_in_all=2,
        are_reports_seen=True,
        last_decision_kind="minor",
        has_accepted_snapshot=True,
        is_proof_confirmed=True,
        is_leak_free=True,
        lapses_at=AT,
        reminders_sent=2,
        reopen_until=AT + DAY,
        closed_at=AT - 30 * DAY,
        appeal_until=AT + DAY,
        is_invited_again=True,
    )
    for row in TRANSITIONS:
        is_revised = row.action is Action.NEW_ROUND
        check_conditions(row, replace(holding, is_revised=is_revised))


def test_a_refusal_names_the_condition_and_what_was_found() -> None:
    row = BY_ACTION[Action.CLOSE_ROUND]
    with pytest.raises(ConditionNotMet, match=r"Round 1 has 1 report; 2 are needed") as refused:
        check_conditions(row, Facts(at=AT, round_number=1, reports_in_round=1))
    assert (refused.value.guard, refused.value.code) == (Guard.ENOUGH_REPORTS, "condition_not_met")


def test_facts_have_no_name_that_no_condition_reads() -> None:
    """A fact nobody asks for would be counted on every move for nothing."""
    source = (document.DOCUMENT.parents[1] / "registry/rules/workflow/policies.py").read_text()
    for field in fields(Facts):
        assert f"f.{field.name}" in source or f"facts.{field.name}" in source, field.name


@pytest.mark.parametrize("state", sorted(OPEN))
def test_on_hold_only_two_moves_are_left(state: State) -> None:
    held = {row.action for row in moves(state, Kind.LAB, is_held=True)}
    assert held == {Action.WITHDRAW, Action.LIFT_HOLD}
    assert Action.LIFT_HOLD not in {row.action for row in moves(state, Kind.LAB)}
    with pytest.raises(TransitionRefused, match="on hold"):
        check_move(Action.SET_HOLD, state, Kind.LAB, is_held=True)
    with pytest.raises(TransitionRefused, match="on hold"):
        check_assignment_move(AssignmentAction.INVITE, AssignmentState.PROPOSED, is_held=True)


def test_the_tracks_part_in_triage() -> None:
    peer = {row.action for row in moves(State.TRIAGE, Kind.LAB, track=Track.PEER)}
    checked = {row.action for row in moves(State.TRIAGE, Kind.LAB, track=Track.REGISTRY)}
    assert peer - checked == {Action.SEND_TO_REVIEW}
    assert checked - peer == {Action.PASS_CHECK, Action.TIME_BOX}
    assert Action.SEND_TO_REVIEW not in {
        row.action for row in moves(State.TRIAGE, Kind.THIRD_PARTY, track=Track.PEER)
    }


def test_ways_back_lead_where_the_submission_came_from() -> None:
    reopen, grant = BY_ACTION[Action.REOPEN], BY_ACTION[Action.GRANT_APPEAL]
    rescind, dismiss = BY_ACTION[Action.RESCIND], BY_ACTION[Action.DISMISS_APPEAL]
    back = target_of(reopen, State.WITHDRAWN, Track.PEER, State.RETURNED)
    assert back is State.RETURNED
    with pytest.raises(TransitionRefused, match="no earlier state"):
        target_of(reopen, State.WITHDRAWN, Track.PEER, None)
    for origin, then in ((State.DESK_REJECTED, State.TRIAGE), (State.REJECTED, "decision_pending")):
        assert target_of(grant, State.APPEAL_OPEN, Track.PEER, origin) == then
        assert target_of(dismiss, State.APPEAL_OPEN, Track.PEER, origin) is origin
    assert target_of(rescind, State.ACCEPTED, Track.PEER, None) is State.DECISION_PENDING
    assert target_of(rescind, State.ACCEPTED, Track.REGISTRY, None) is State.TRIAGE
    for row in TRANSITIONS:
        if row.target is Target.UNCHANGED:
            assert target_of(row, State.TRIAGE, Track.PEER, None) is State.TRIAGE


def test_a_token_binds_nobody() -> None:
    assert {row.number for row in TRANSITIONS if row.by_token} == {"T01", "T02", "T03", "T34"}


def test_the_clock_and_people_share_no_row_but_two() -> None:
    both = {row.number for row in TRANSITIONS if Role.SYSTEM in row.roles and len(row.roles) > 1}
    assert both == {"T15", "T24"}


def status_after(action: VersionAction, *history: str, is_replaced: bool = False) -> str:
    row = check_version_move(action, history[-1])
    return target_of_version(row, history, is_replaced=is_replaced)


def test_what_moves_versions_back() -> None:
    lift, reinstate = VersionAction.LIFT_CONCERN, VersionAction.REINSTATE
    restore = VersionAction.RESTORE
    assert status_after(lift, CURRENT, SUPERSEDED, UNDER_CONCERN) == SUPERSEDED
    assert status_after(reinstate, CURRENT, UNDER_CONCERN, RETRACTED) == UNDER_CONCERN
    again = (CURRENT, UNDER_CONCERN, RETRACTED, UNDER_CONCERN)
    assert status_after(lift, *again) == CURRENT, "never back to the retraction"
    assert status_after(restore, CURRENT, RETRACTED, REMOVED) == RETRACTED
    for history in ((CURRENT, RETRACTED), (CURRENT, UNDER_CONCERN, RETRACTED)):
        assert status_after(reinstate, *history, is_replaced=True) == SUPERSEDED
    under = (CURRENT, SUPERSEDED, UNDER_CONCERN, RETRACTED)
    assert status_after(reinstate, *under, is_replaced=True) == UNDER_CONCERN
    assert status_after(VersionAction.RETRACT, CURRENT) == RETRACTED
    with pytest.raises(TransitionRefused, match="not possible for a version that is removed"):
        check_version_move(VersionAction.RETRACT, REMOVED)
    with pytest.raises(TransitionRefused, match="not yet published"):
        check_version_move(VersionAction.RETRACT, None)


@pytest.mark.parametrize(
    ("history", "live"),
    [
        ([CURRENT], True),
        ([CURRENT, UNDER_CONCERN], True),
        ([CURRENT, UNDER_CONCERN, CURRENT], True),
        ([CURRENT, RETRACTED, CURRENT], True),
        ([CURRENT, RETRACTED], False),
        ([CURRENT, REMOVED], False),
        ([CURRENT, SUPERSEDED], False),
        ([CURRENT, SUPERSEDED, UNDER_CONCERN], False),
        ([CURRENT, UNDER_CONCERN, SUPERSEDED], False),
        ([CURRENT, RETRACTED, SUPERSEDED], False),
    ],
)
def test_which_versions_are_live(history: list[str], live: bool) -> None:
    assert is_live(history) is live


def test_a_concern_waits_until_the_lab_has_known_for_three_days() -> None:
    with pytest.raises(Conflict, match="Nobody represents the lab"):
        check_notice_period(None, at=AT, safety="")
    just_before = AT + timedelta(hours=72) - timedelta(seconds=1)
    with pytest.raises(Conflict, match="from 12:00 UTC on 4 December 2026"):
        check_notice_period(AT, at=just_before, safety="")
    check_notice_period(AT, at=AT + timedelta(hours=72), safety="")
    check_notice_period(None, at=AT, safety="It tells how to harm people.")


def test_only_law_and_privacy_remove() -> None:
    assert check_reason_class("privacy") == "privacy"
    for other in ("", "embarrassing"):
        with pytest.raises(Refused, match="law or privacy only"):
            check_reason_class(other)


def test_the_document_is_what_the_rows_make(capsys: pytest.CaptureFixture[str]) -> None:
    assert document.main(["--check"]) == 0
    for row in (*TRANSITIONS, *ASSIGNMENT_MOVES, *VERSION_MOVES):
        assert f"| {row.number} |" in document.document()


def test_a_document_of_other_rows_is_found_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(document, "HEAD", "Another page\n")
    assert document.main(["--check"]) == 1
    assert "make fix" in capsys.readouterr().err
