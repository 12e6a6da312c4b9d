"""Anybody does anything to submissions of one model, and the invariants hold after each step.

Small in the normal run; ``make battery`` walks long, and looks after each refusal whether any table
changed. A failure prints the steps that lead to it.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from registry.models import AuditEvent
from registry.rules.errors import Refused
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Action, Kind, State
from tests.factories import invariants
from tests.factories.battery import BATTERY
from tests.factories.calendar import Calendar, stopped_calendar
from tests.factories.digest import changed, digests
from tests.factories.stages import Stages, people_of_all_parts
from tests.factories.submissions import lab_card, start_draft
from tests.factories.walker import FORWARD, IN_CHARGE, USUALLY, Walked, opened
from tests.factories.who_may import CASES

pytestmark = pytest.mark.django_db
BEGINNINGS = (
    State.TRIAGE,
    State.IN_REVIEW,
    State.DECISION_PENDING,
    State.REVISION_REQUESTED,
    State.ACCEPTED,
    State.PUBLISHED,
    State.REJECTED,
    State.SUBMITTED,
)
MOVES = {str(action) for action in Action}
# A token never gets beyond these (I15).
BY_TOKEN = {"save", "complete", "discard", "create", "acknowledge"}
CODES = {
    "refused",
    "card_invalid",
    "unknown",
    "conflict",
    "transition_not_allowed",
    "not_permitted",
    "second_factor_missing",
    "second_person_missing",
    "stale_write",
    "condition_not_met",
    "fields_invalid",
}
LONGEST = int(os.environ.get("WALKS", "400" if BATTERY else "6"))
STEPS = 120 if BATTERY else 45


class Walk(RuleBasedStateMachine):
    """Two submissions of one model, and what comes of them; all in a transaction that goes back."""

    calendar: Calendar
    people: dict[str, Person]

    def __init__(self) -> None:
        super().__init__()
        self.start = self.calendar.moment
        self.within = transaction.atomic()
        self.within.__enter__()
        self.frozen: dict[str, str] = {}
        self.walked: list[Walked] = []
        self.touched: list[Walked] = []

    def teardown(self) -> None:
        invariants.check_append_only()
        transaction.set_rollback(True)
        self.within.__exit__(None, None, None)
        self.calendar.moment = self.start

    @initialize(state=st.sampled_from(BEGINNINGS))
    def begin(self, state: State) -> None:
        """One by the lab, somewhere on its way, and a listing that was just begun."""
        case = next(one for one in CASES if (one.kind, one.state) == (Kind.LAB, state))
        stage = Stages(self.calendar, case.kind, case.track, self.people)
        self.follow(stage.reach(case))
        self.follow(start_draft(self.people["author"], lab_card(), kind=Kind.THIRD_PARTY))

    def follow(self, submission: Any) -> None:
        walked = Walked(self.calendar, self.people, submission)
        rows = AuditEvent.objects.filter(
            subject=f"submission {submission.public_id}",
            sequence__isnull=False,
            action__startswith="submission.",
        ).exclude(action="submission.create")
        walked.moved = Counter(one.action.partition(".")[2] for one in rows)
        self.walked.append(walked)

    @rule(data=st.data())
    def goes_on(self, data: st.DataObject) -> None:
        self.step(data)

    def step(self, data: st.DataObject) -> None:
        """What leads on, by who usually does it; most of it succeeds."""
        walked = self.one(data)
        names = FORWARD[walked.submission.state].split()
        if walked.submission.is_held:
            names = ["lift_hold", "withdraw"]
        name = data.draw(st.sampled_from(names), label="act")
        who = data.draw(st.sampled_from(USUALLY.get(name, IN_CHARGE)), label="who")
        self.attempt(walked, name, who, data)

    @rule(data=st.data())
    def and_on(self, data: st.DataObject) -> None:
        """Once more, so that walks get further than chance alone would take them."""
        self.step(data)

    @rule(data=st.data())
    def anything(self, data: st.DataObject) -> None:
        walked = self.one(data)
        acts = sorted(walked.acts(lambda found: found[0]))
        name = data.draw(st.sampled_from(acts), label="act")
        who = data.draw(st.sampled_from(sorted(self.people)), label="who")
        self.attempt(walked, name, who, data)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.calendar.pass_days(days)

    def one(self, data: st.DataObject) -> Walked:
        walked = self.walked[data.draw(st.integers(0, len(self.walked) - 1), label="submission")]
        walked.submission.refresh_from_db()
        return walked

    def attempt(self, walked: Walked, name: str, who: str, data: st.DataObject) -> None:
        by = self.people[who]
        before = digests() if BATTERY else {}
        public = invariants.public_rows()
        numbered = AuditEvent.objects.filter(sequence__isnull=False).count()
        act = walked.acts(lambda found: data.draw(st.sampled_from(list(found))))[name]
        try:
            with transaction.atomic():
                act(by)
        except Refused as refused:
            assert refused.code in CODES, refused.code
            if BATTERY and name not in KEEPS_SOMETHING:
                assert not changed(before), (name, who)
            assert AuditEvent.objects.filter(sequence__isnull=False).count() == numbered
            assert invariants.public_rows() == public
            return
        assert by.scope is None or name in BY_TOKEN, (name, who)
        self.touched.append(walked)
        self.count(walked, name)
        if invariants.public_rows() != public:
            assert name == "publish"
            self.ranks()
        walked.submission.refresh_from_db()
        if walked.submission.state in ("accepted", "published") and name in (
            "accept",
            "second",
            "publish",
        ):
            invariants.check_reports(walked.submission)
        known = {one.submission.pk for one in self.walked}
        for new in opened(walked):
            if new.pk not in known:
                self.follow(new)

    def count(self, walked: Walked, name: str) -> None:
        """How often each move was made, as the trail has to say."""
        rows = AuditEvent.objects.filter(
            subject=f"submission {walked.submission.public_id}",
            sequence__isnull=False,
            action__startswith="submission.",
        ).exclude(action="submission.create")
        made = rows.count() - sum(walked.moved.values())
        if name in MOVES - {"save", "create"}:
            # A move that takes a second person is only proposed; accepting may be one.
            assert made == 1 or (made == 0 and name in ("desk_reject", "reject", "accept")), name
        elif name in ("second", "hand_in"):
            assert made in (0, 1), name
        else:
            assert made == 0, name
        if made:
            last = rows.order_by("-sequence")[0].action.partition(".")[2]
            assert last == name or name in ("second", "hand_in"), (last, name)
            walked.moved[last] += 1

    @invariant()
    def holds(self) -> None:
        """After a step that was refused there is nothing new to look at."""
        touched, self.touched = self.touched, []
        for walked in touched:
            submission = walked.submission
            invariants.check_audit(submission, Counter(walked.moved))
            invariants.check_one_of_each(submission)
            invariants.check_work(submission)
            invariants.check_parts(submission, self.people.values())
            invariants.check_secrets(submission)
        if touched:
            invariants.check_rows(self.frozen)
            invariants.check_review_files()
            invariants.check_outbox()

    def ranks(self) -> None:
        """What only a publication, or a recusal after it, can change."""
        invariants.check_gradings()
        invariants.check_ranking()


# An interest that an editor may waive is kept, though the answer is not taken yet.
KEEPS_SOMETHING = {"accept_invitation", "check_core", "acknowledge"}


def test_the_invariants_hold_whatever_anybody_does(monkeypatch: pytest.MonkeyPatch) -> None:
    Walk.calendar = stopped_calendar(monkeypatch)
    Walk.people = people_of_all_parts()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Walk,
        settings=settings(
            max_examples=LONGEST,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not BATTERY,
            database=None,
            print_blob=True,
            # What leads to a failure is printed; to make it shorter takes longer than to read it.
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
