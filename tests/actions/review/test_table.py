"""Every action by everybody in every state, through the actions that people and programs call.

What is allowed leaves exactly one row of the audit trail for the submission's move; everything else
is refused with a stable code and changes nothing in any table. ``tests.factories.who_may`` has the
expectation, and ``tests/rules/workflow`` compares it with the rules, all of it; here an action that
no row has for the state is tried by somebody who may do it in another one.
"""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import transaction

from registry.actions.review import editors
from registry.models import AuditEvent, DraftChange, Motion
from registry.rules.errors import Refused
from registry.rules.workflow.vocabulary import Action, Kind, State, Track
from tests.factories.calendar import Calendar, stopped_calendar
from tests.factories.digest import changed, digests
from tests.factories.review import second
from tests.factories.stages import Stages, act_on
from tests.factories.who_may import CASES, PEOPLE, SECONDS, Case, Who, of

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

# Allowed by role and state, and a condition of the row speaks against it.
UNMET = {
    (State.SUBMITTED, "assign_editor", "undeclared editor"),
    # Not a referee yet, and an editor like any other.
    (State.SUBMITTED, "assign_editor", "refereeing editor"),
    (State.SUBMITTED, "assign_editor", "recused editor"),
    # Somebody has not answered yet; the handling editor may close the round all the same.
    (State.IN_REVIEW, "close_round", "clock"),
    # The round looked at the card as it stands.
    (State.DECISION_PENDING, "new_round", "handling editor"),
}
# What a second person has to agree to is only proposed.
PROPOSED = {"desk_reject", "reject"}
# Moves that come with this one: of referees, and of a new draft.
BESIDE = {
    "desk_reject": {"motion.propose"},
    "reject": {"motion.propose"},
    "send_to_review": {"assignment.invite"},
    "close_round": {"assignment.cancel_assignment"},
    "new_round": {"assignment.propose", "assignment.invite"},
    "withdraw": {"assignment.cancel_assignment"},
    "lapse": {"assignment.cancel_assignment"},
    "publish": {"card.publish"},
    "resubmit_as_new": {"submission.create"},
}
TRIED = [case for case in CASES if case.state is not None and not case.is_held]
HELD = {(case.kind, case.track, case.state): case for case in CASES if case.is_held}
# Opens nothing that was not submitted, and so is told of that first.
ADMINISTRATOR = of("administrator")
# Whoever may do it in some state, and so is refused elsewhere for the state alone.
DOERS = {
    action: min({who for case in CASES for who in case.allowed.get(action, ())} - ADMINISTRATOR)
    for action in Action
}
# Without referees there are the same people as with them; the rules alone are tried by all.
FEW = of("handling editor, chief, representative, author, member, token of the author, clock")


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return stopped_calendar(monkeypatch)


def events() -> Counter[str]:
    return Counter(AuditEvent.objects.values_list("action", flat=True))


@pytest.mark.parametrize("case", TRIED, ids=str)
def test_every_action_by_everybody(case: Case, calendar: Calendar) -> None:
    stage = Stages(calendar, case.kind, case.track)
    stage.reach(case)
    everybody = PEOPLE[case.kind] if case.track is Track.PEER else PEOPLE[case.kind] & FEW
    before = digests()
    try_all(stage, case, everybody)
    held = HELD.get((case.kind, case.track, case.state))
    if held is not None:
        with transaction.atomic():
            editors.set_hold(by=stage.cast.chief, reason="An incident.", **stage.seen())
            on_hold = digests()
            try_all(stage, held, everybody & FEW)
            assert not changed(on_hold)
            transaction.set_rollback(True)
    assert not changed(before)


def try_all(stage: Stages, case: Case, everybody: Who) -> None:
    for action, act in act_on(stage).items():
        listed = action in case.allowed
        for who in sorted(everybody) if listed else [DOERS[action]]:
            expected = case.outcome(action, who)
            if listed:
                is_unmet = (case.state, action, who) in UNMET
                expected = "condition_not_met" if is_unmet else expected
            had, changes = events(), DraftChange.objects.count()
            with transaction.atomic():
                try:
                    act(stage.people[who])
                except Refused as refused:
                    assert refused.code == expected, (action, who, str(refused))
                    continue
                assert expected == "ok", (action, who)
                left = events() - had
                if action == Action.SAVE:
                    assert (left, DraftChange.objects.count()) == (Counter(), changes + 1), who
                else:
                    own = left.pop(f"submission.{action}", 0)
                    assert own == (0 if action in PROPOSED else 1), (action, who)
                    assert left.keys() <= BESIDE.get(action, set()), (action, who)
                transaction.set_rollback(True)
            stage.submission.refresh_from_db()


@pytest.mark.parametrize(
    ("action", "state"),
    [(Action.DESK_REJECT, State.TRIAGE), (Action.REJECT, State.DECISION_PENDING)],
)
def test_what_two_decide_takes_the_second(action: Action, state: State, calendar: Calendar) -> None:
    """Agreed to by those who may, it is made, with one row for the move and one for the word."""
    case = next(c for c in CASES if (c.kind, c.state, c.is_held) == (Kind.LAB, state, False))
    stage = Stages(calendar, case.kind, case.track)
    submission = stage.reach(case)
    act_on(stage)[action](stage.people["handling editor"])
    before = digests()
    for who in sorted(PEOPLE[Kind.LAB]):
        had = events()
        with transaction.atomic():
            try:
                second(stage.people[who], submission)
            except Refused as refused:
                assert refused.code == "not_permitted", who
                assert who not in SECONDS[action], (who, str(refused))
                continue
            assert who in SECONDS[action], who
            left = events() - had
            assert left == {f"submission.{action}": 1, "motion.second": 1}, who
            move = AuditEvent.objects.get(action=f"submission.{action}")
            assert move.data["seconded_by"] == [stage.people[who].key]
            assert move.actor_key == stage.people["handling editor"].key
            assert Motion.objects.get().outcome == "carried"
            transaction.set_rollback(True)
        submission.refresh_from_db()
    assert not changed(before)
