"""Every act on a referee's assignment by everybody, in each state of the submission."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.db import transaction

from registry.actions.review import assignments, editors, reports
from registry.models import Assignment, AuditEvent, Report, ReportDraft
from registry.rules.errors import Refused
from registry.rules.permissions import Person
from registry.rules.workflow.assignments import AssignmentAction
from registry.rules.workflow.vocabulary import Kind, State, Track
from tests.factories.calendar import Calendar, stopped_calendar
from tests.factories.digest import changed, digests
from tests.factories.review import CLEAR, actor, assignment_of
from tests.factories.stages import Stages
from tests.factories.who_may import CASES, OF_ASSIGNMENTS, PEOPLE

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
REFUSALS = {"transition_not_allowed", "not_permitted", "refused", "stale_write"}
# Whose assignment is in which state; the others are as one of these.
WHOSE = {
    "proposed": "referee",
    "invited": "invited referee",
    "accepted": "working referee",
    "submitted": "referee",
    "recused": "former referee",
    "cancelled": "working referee",
}
# Redacting is a motion of its own, with its own tests.
TRIED = set(AssignmentAction) - {AssignmentAction.REDACT}
STATES = sorted({state for state, _ in OF_ASSIGNMENTS})


def acts(stage: Stages, whose: str) -> Mapping[AssignmentAction, Callable[[Person], object]]:
    owner = stage.people[whose]

    def the_one() -> Assignment:
        return assignment_of(owner, stage.submission)

    def seen() -> dict[str, object]:
        one = the_one()
        return {"assignment": one, "token": one.token}

    def hand_in(by: Person, how: Callable[..., object]) -> object:
        draft = ReportDraft.objects.filter(assignment=the_one()).first()
        return how(by=by, draft_token=draft.token if draft else "", **seen())

    def give_back(by: Person) -> object:
        found = Report.objects.filter(assignment=the_one()).first()
        if found is None:
            raise Refused("There is no report to give back.")
        return reports.return_report(by=by, report=found, token=the_one().token, reason="Short.")

    do = AssignmentAction
    return {
        do.PROPOSE: lambda by: assignments.propose(
            by=by, submission=stage.submission, referee=actor(stage.people["stranger"])
        ),
        do.INVITE: lambda by: assignments.invite(by=by, **seen()),
        do.ACCEPT: lambda by: assignments.accept(by=by, answers=CLEAR, agrees=True, **seen()),
        do.DECLINE: lambda by: assignments.decline(by=by, **seen()),
        do.EXPIRE: lambda by: assignments.expire(by=by, assignment=the_one()),
        do.SUBMIT_REPORT: lambda by: hand_in(by, reports.submit),
        do.FILE_LATE: lambda by: hand_in(by, reports.file_late),
        do.RETURN_REPORT: give_back,
        do.CANCEL: lambda by: assignments.cancel(by=by, **seen()),
        do.RECUSE: lambda by: assignments.recuse(by=by, reason="Owns shares.", **seen()),
    }


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return stopped_calendar(monkeypatch)


@pytest.mark.parametrize("state", STATES)
def test_every_act_by_everybody(state: State, calendar: Calendar) -> None:
    stage = Stages(calendar, Kind.LAB, Track.PEER)
    stage.reach(next(c for c in CASES if (c.kind, c.state) == (Kind.LAB, state)))
    before = digests()
    for of_state, was in OF_ASSIGNMENTS:
        if of_state is state:
            assert assignment_of(stage.people[WHOSE[was]], stage.submission).state == was
            try_all(stage, WHOSE[was], OF_ASSIGNMENTS[state, was])
    assert not changed(before)
    if state is not State.PUBLISHED:
        with transaction.atomic():
            editors.set_hold(by=stage.cast.chief, reason="An incident.", **stage.seen())
            on_hold = digests()
            for whose in sorted({WHOSE[was] for of_state, was in OF_ASSIGNMENTS}):
                try_all(stage, whose, {})
            assert not changed(on_hold)
            transaction.set_rollback(True)


def try_all(stage: Stages, whose: str, allowed: Mapping[str, frozenset[str]]) -> None:
    what = acts(stage, whose)
    assert what.keys() == TRIED
    everybody = PEOPLE[Kind.LAB] if allowed else {whose, "handling editor", "chief", "clock"}
    for action, act in what.items():
        for who in sorted(everybody):
            role = "self" if who == whose else who
            had = AuditEvent.objects.filter(action=f"assignment.{action}").count()
            with transaction.atomic():
                try:
                    act(stage.people[who])
                except Refused as refused:
                    assert refused.code in REFUSALS, (action, who)
                    assert role not in allowed.get(action, ()), (action, who, str(refused))
                    continue
                assert role in allowed.get(action, ()), (action, who)
                left = AuditEvent.objects.filter(action=f"assignment.{action}").count()
                assert left == had + 1, (action, who)
                transaction.set_rollback(True)
            stage.submission.refresh_from_db()
