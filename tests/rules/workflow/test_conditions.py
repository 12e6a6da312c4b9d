"""Each row's conditions, by hand: one at a time fails, and the move is refused for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from registry.rules.errors import TransitionRefused
from registry.rules.workflow.assignments import (
    ASSIGNMENT_MOVES,
    AssignmentAction,
    AssignmentState,
    check_assignment_move,
)
from registry.rules.workflow.concerns import (
    CONCERN_MOVES,
    ConcernAction,
    ConcernState,
    check_concern_move,
)
from registry.rules.workflow.policies import (
    Clearance,
    ConditionNotMet,
    Facts,
    check_conditions,
)
from registry.rules.workflow.submissions import BY_ACTION
from registry.rules.workflow.versions import (
    BY_VERSION_ACTION,
    VersionAction,
    check_version_move,
    may_follow,
)
from registry.rules.workflow.vocabulary import Action, Guard

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)

# All that the rows of a submission ask for. An action without a line asks for nothing.
ASKED: Mapping[str, str] = {
    "complete": "card_ready",
    "submit": "card_ready no_other_open cooled_off",
    "list": "card_ready no_other_open cooled_off",
    "resubmit_as_new": "cooled_off",
    "assign_editor": "editor_clear",
    "reassign_editor": "editor_clear",
    "return": "major_issue",
    "resubmit": "issues_answered card_ready",
    "send_to_review": "no_check_error two_invitees",
    "pass_check": "no_check_error core_checked reply_over release_registered",
    "time_box": "time_box_over no_check_error release_registered",
    "close_round": "enough_reports all_reports",
    "reopen_round": "no_decision round_current",
    "revise": "no_decision reports_seen",
    "submit_revision": "musts_answered card_ready",
    "bounce": "one_bounce",
    "new_round": "revised",
    "skip_round": "last_was_minor",
    "accept": "no_decision reports_seen no_open_must disputes_adjudicated two_reports "
    "release_registered",
    "reject": "no_decision reports_seen",
    "publish": "snapshot_accepted referees_stand release_registered proof_confirmed signing_over "
    "no_redaction_waits leak_checked embargo_over",
    "lapse": "grace_over",
    "reopen": "reopen_in_time no_other_open",
    "appeal": "appeal_in_time first_appeal",
    "grant_appeal": "new_editor editor_clear no_other_open",
}

GOOD = Facts(
    at=AT,
    by_system=True,
    editor_clearance=Clearance.CLEAR,
    editor_is_new=True,
    major_issues=1,
    unblocked_invitees=2,
    reply_until=AT,
    is_release_registered=True,
    submitted_at=AT - 30 * DAY,
    round_number=1,
    reports_in_round=2,
    reports_in_all=2,
    are_reports_seen=True,
    last_decision_kind="minor",
    has_accepted_snapshot=True,
    referees_standing=2,
    is_proof_confirmed=True,
    is_leak_free=True,
    embargo_until=AT,
    lapses_at=AT,
    reminders_sent=2,
    reopen_until=AT + SECOND,
    closed_at=AT - 30 * DAY,
    appeal_until=AT + SECOND,
    is_invited_again=True,
)

# What is good for one row and bad for another.
GOOD_FOR: Mapping[str, dict[str, Any]] = {"new_round": {"is_revised": True}}

# How each condition can fail; where it can in several ways, each is one of them.
FAILING: Mapping[str, list[dict[str, Any]]] = {
    "card_ready": [{"card_problems": ("a",)}],
    "no_other_open": [{"other_open": "Another one."}],
    "cooled_off": [{"is_invited_again": False}],
    "editor_clear": [
        {"editor_clearance": Clearance.MISSING},
        {"editor_clearance": Clearance.BLOCKED},
        {"editor_clearance": Clearance.WAIVABLE},
    ],
    "major_issue": [{"major_issues": 0}],
    "issues_answered": [{"unanswered_issues": ("1 (COST-1)",)}],
    "no_check_error": [{"check_errors": ("a",)}],
    "two_invitees": [{"unblocked_invitees": 1}],
    "core_checked": [{"unchecked_core": ("a",)}],
    "reply_over": [{"reply_until": AT + SECOND}],
    "release_registered": [{"is_release_registered": False}],
    "time_box_over": [{"submitted_at": None}, {"submitted_at": AT - 30 * DAY + SECOND}],
    "enough_reports": [
        {"reports_in_round": 1},
        {"round_number": 0, "reports_in_round": 1},
        {"round_number": 2, "reports_in_round": 0},
    ],
    "all_reports": [{"reports_missing": 1}],
    "no_decision": [{"decision_kind": "accepted"}],
    "round_current": [{"is_revised": True}],
    "revised": [{"is_revised": False}],
    "reports_seen": [{"are_reports_seen": False}],
    "musts_answered": [{"unanswered_musts": ("R1.1",)}],
    "one_bounce": [{"bounces": 1}],
    "last_was_minor": [{"last_decision_kind": "major"}, {"last_decision_kind": ""}],
    "no_open_must": [{"open_musts": ("R1.1",)}],
    "disputes_adjudicated": [{"open_disputes": ("a",)}],
    "two_reports": [{"reports_in_all": 1}],
    "snapshot_accepted": [{"has_accepted_snapshot": False}],
    "referees_stand": [{"referees_standing": 1}, {"referees_standing": 0}],
    "proof_confirmed": [
        {"is_proof_confirmed": False},
        {"is_proof_confirmed": False, "proof_until": AT + SECOND},
    ],
    "signing_over": [{"signing_until": AT + SECOND}],
    "no_redaction_waits": [{"redactions_waiting": 1}],
    "leak_checked": [{"is_leak_free": False}],
    "embargo_over": [{"embargo_until": AT + SECOND}],
    "grace_over": [{"lapses_at": None}, {"lapses_at": AT + SECOND}, {"reminders_sent": 1}],
    "reopen_in_time": [{"reopen_until": None}, {"reopen_until": AT}],
    "appeal_in_time": [{"appeal_until": None}, {"appeal_until": AT}],
    "first_appeal": [{"appeals": 1}],
    "new_editor": [{"editor_is_new": False}],
}

# What lets a condition hold besides the facts above.
ALSO_GOOD: Mapping[str, list[dict[str, Any]]] = {
    "referees_stand": [{"referees_standing": None}],
    "cooled_off": [
        {"is_invited_again": False, "closed_at": AT - 60 * DAY},
        {"is_invited_again": False, "closed_at": None},
    ],
    "enough_reports": [{"round_number": 2, "reports_in_round": 1}],
    "all_reports": [{"by_system": False, "reports_missing": 1}],
    "proof_confirmed": [{"is_proof_confirmed": False, "proof_until": AT}],
    "signing_over": [{"signing_until": AT}],
    "reply_over": [{"reply_until": None}],
    "embargo_over": [{"embargo_until": None}],
}


@pytest.mark.parametrize("action", Action)
def test_each_row_is_refused_for_each_of_its_conditions(action: Action) -> None:
    row, asked = BY_ACTION[action], ASKED.get(action, "").split()
    good = replace(GOOD, **GOOD_FOR.get(action, {}))
    check_conditions(row, good)
    for guard, ways in FAILING.items():
        for way in ways:
            facts = replace(good, **way)
            if guard in asked:
                with pytest.raises(ConditionNotMet) as refused:
                    check_conditions(row, facts)
                assert refused.value.guard == guard
            else:
                check_conditions(row, facts)
    for guard in set(asked) & ALSO_GOOD.keys():
        for way in ALSO_GOOD[guard]:
            check_conditions(row, replace(good, **way))


def test_sixty_days_are_waited_to_the_second() -> None:
    row = BY_ACTION[Action.RESUBMIT_AS_NEW]
    early = replace(GOOD, is_invited_again=False, closed_at=AT - 60 * DAY + SECOND)
    with pytest.raises(ConditionNotMet, match="waits until"):
        check_conditions(row, early)


def test_no_condition_is_without_a_way_to_fail() -> None:
    assert FAILING.keys() == {str(guard) for guard in Guard}


# From which states each move of an assignment leads, and where to.
ASSIGNMENTS: Mapping[str, tuple[str, str]] = {
    "propose": ("", "proposed"),
    "invite": ("proposed declined expired cancelled", "invited"),
    "accept_invitation": ("invited", "accepted"),
    "decline_invitation": ("invited", "declined"),
    "expire_invitation": ("invited", "expired"),
    "submit_report": ("accepted", "submitted"),
    "return_report": ("submitted", "accepted"),
    "cancel_assignment": ("proposed invited accepted", "cancelled"),
    "file_late_report": ("cancelled", "submitted"),
    "recuse": ("proposed invited accepted submitted cancelled", "recused"),
    "redact_report": ("submitted recused", ""),
}
CONCERNS: Mapping[str, tuple[str, str]] = {
    "file_concern": ("", "received"),
    "acknowledge_concern": ("received", "assessing"),
    "uphold_concern": ("assessing", "upheld"),
    "not_uphold_concern": ("assessing", "not_upheld"),
    "mark_duplicate_concern": ("received assessing", "duplicate"),
}
# And of a published version, with who proposes and who must agree; “-” is the status before.
VERSIONS: Mapping[str, tuple[str, str, str, str]] = {
    "correct": ("published under_concern", "superseded", "handling_editor system", ""),
    "replace": ("published under_concern", "superseded", "handling_editor system", ""),
    "express_concern": ("published superseded", "under_concern", "editor", "editor_in_chief"),
    "lift_concern": ("under_concern", "-", "editor_in_chief", ""),
    "retract": ("published superseded under_concern", "retracted", "editor_in_chief", "editor"),
    "reinstate": ("retracted", "-", "editor_in_chief", "editor editor"),
    "remove": (
        "published superseded under_concern retracted",
        "removed",
        "editor_in_chief",
        "administrator",
    ),
    "restore": ("removed", "-", "editor_in_chief", "administrator"),
}


def test_every_move_of_an_assignment_from_every_state() -> None:
    assert ASSIGNMENTS.keys() == {*AssignmentAction}
    assert {row.action: row.target or "" for row in ASSIGNMENT_MOVES} == {
        action: target for action, (_, target) in ASSIGNMENTS.items()
    }
    for action, (sources, _) in ASSIGNMENTS.items():
        for state in (None, *AssignmentState):
            move = AssignmentAction(action)
            if (state or "") in (sources.split() or [""]):
                assert check_assignment_move(move, state).action is move
            else:
                with pytest.raises(TransitionRefused):
                    check_assignment_move(move, state)
            with pytest.raises(TransitionRefused, match="on hold"):
                check_assignment_move(move, state, is_held=True)


def test_every_move_of_a_concern_from_every_state() -> None:
    assert CONCERNS.keys() == {*ConcernAction}
    assert {row.action: row.target for row in CONCERN_MOVES} == {
        action: target for action, (_, target) in CONCERNS.items()
    }
    for action, (sources, _) in CONCERNS.items():
        for state in (None, *ConcernState):
            move = ConcernAction(action)
            if (state or "") in (sources.split() or [""]):
                assert check_concern_move(move, state).action is move
            else:
                with pytest.raises(TransitionRefused):
                    check_concern_move(move, state)
    by_anybody = [row.action for row in CONCERN_MOVES if not row.by_editor]
    assert by_anybody == ["file_concern"]


STATUSES = ("published", "superseded", "under_concern", "retracted", "removed")


def test_every_move_of_a_version_from_every_status() -> None:
    assert VERSIONS.keys() == {*VersionAction}
    for action, (sources, target, roles, seconds) in VERSIONS.items():
        row = BY_VERSION_ACTION[VersionAction(action)]
        assert (row.target or "-", {*row.roles}) == (target, {*roles.split()}), action
        assert [str(role) for role in row.seconds] == seconds.split(), action
        for status in (None, *STATUSES):
            if status in sources.split():
                assert check_version_move(row.action, status) is row
            else:
                with pytest.raises(TransitionRefused):
                    check_version_move(row.action, status)


def test_which_status_follows_which() -> None:
    following = {
        None: "published",
        "published": "superseded under_concern retracted removed",
        "superseded": "under_concern retracted removed",
        "under_concern": "published superseded retracted removed",
        "retracted": "published superseded under_concern removed",
        "removed": "published superseded under_concern retracted",
    }
    for before, after in following.items():
        assert {one for one in STATUSES if may_follow(before, one)} == {*after.split()}, before
