"""Anybody does anything to submissions of one model, and the invariants hold after each step.

Small in the normal run; ``make battery`` walks long, and looks after each refusal whether any table
changed. A failure prints the steps that lead to it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from enum import Enum, auto
from random import Random
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, assume, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from registry.models import AuditEvent, CardVersion, Ranking, Submission
from registry.rules.errors import Refused
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Action, Kind, State
from tests.factories import invariants, version_invariants
from tests.factories.battery import BATTERY
from tests.factories.calendar import Calendar, stopped_calendar
from tests.factories.digest import Watch, digests
from tests.factories.stages import Stages, people_of_all_parts
from tests.factories.submissions import R1, lab_card, start_draft
from tests.factories.version_walker import READERS, WalkedCard
from tests.factories.version_walker import USUALLY as USUALLY_OF_VERSIONS
from tests.factories.walker import FORWARD, IN_CHARGE, USUALLY, Walked, opened
from tests.factories.who_may import CASES

pytestmark = pytest.mark.django_db
BEGINNINGS = (
    State.PUBLISHED,
    State.ACCEPTED,
    State.DECISION_PENDING,
    State.IN_REVIEW,
    State.TRIAGE,
    State.REVISION_REQUESTED,
    State.REJECTED,
    State.SUBMITTED,
)
MOVES = {str(action) for action in Action}
# A token never gets beyond these (I15).
BY_TOKEN = {"save", "complete", "discard", "create", "acknowledge", "file_concern"}
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
# The normal run walks once from each of the first ones.
FROM = BEGINNINGS if BATTERY else BEGINNINGS[:5]
LONGEST = int(os.environ.get("WALKS", "12" if BATTERY else "1"))
STEPS = 100 if BATTERY else 40


class Done(Enum):
    """What came of a try; an agreement that waits for others has acted, and moved nothing."""

    NOTHING = auto()
    ACTED = auto()
    MOVED = auto()


class Walk(RuleBasedStateMachine):
    """Two submissions of one model and its published versions, and what comes of them.

    What they begin with is made once; each walk is a transaction in it that goes back.
    """

    calendar: Calendar
    people: dict[str, Person]
    begun: Sequence[int]
    known: Mapping[str, str]

    def __init__(self) -> None:
        super().__init__()
        self.start = self.calendar.moment
        self.around = ExitStack()
        self.around.enter_context(transaction.atomic())
        # Kept by the number of the last change, which the next walk uses again.
        caches["process"].clear()
        caches["bodies"].clear()
        self.watch = Watch(self.known)
        self.around.enter_context(connection.execute_wrapper(self.watch))
        self.chance = Random(0)  # noqa: S311 - repeatable, not secret
        self.is_begun = False
        self.frozen: dict[str, str] = {}
        self.walked: list[Walked] = []
        self.touched: list[Walked] = []
        self.parted: list[Walked] = []
        self.card = WalkedCard(R1)
        self.moved: list[CardVersion] = []
        for submission in Submission.objects.filter(pk__in=self.begun).order_by("pk"):
            self.follow(submission)

    @initialize(seed=st.integers(0, 2**32 - 1))
    def begin(self, seed: int) -> None:
        """Hypothesis chooses the rules, and the seed of all else: keys and tokens are new in each
        walk, so that it could not rely on being asked the same twice.

        The simplest walk of all, with which it begins, does one thing over and over.
        """
        assume(seed)
        self.chance.seed(seed)
        self.is_begun = True

    def teardown(self) -> None:
        try:
            if self.is_begun:
                self.everything_holds()
        finally:
            transaction.set_rollback(True)
            self.around.close()
            self.calendar.moment = self.start

    def everything_holds(self) -> None:
        """What is looked after along the way only where it was touched."""
        assert not self.watch.misses()
        for walked in self.walked:
            self.parts_hold(walked.submission)
        versions = self.card.versions()
        for version in versions:
            version_invariants.check_contents(version)
        version_invariants.check_concerns(R1)
        version_invariants.check_addresses(versions, Ranking.objects.current())
        invariants.check_append_only()

    def follow(self, submission: Any) -> None:
        walked = Walked(self.calendar, self.people, submission)
        rows = AuditEvent.objects.filter(
            subject=f"submission {submission.public_id}",
            sequence__isnull=False,
            action__startswith="submission.",
        ).exclude(action="submission.create")
        walked.moved = Counter(one.action.partition(".")[2] for one in rows)
        self.walked.append(walked)

    @rule()
    def goes_on(self) -> None:
        self.step()

    def step(self) -> None:
        """What leads on, by who usually does it; most of it succeeds."""
        walked = self.one()
        names = FORWARD[walked.submission.state].split()
        if walked.submission.is_held:
            names = ["lift_hold", "withdraw"]
        name = self.chance.choice(names)
        who = self.chance.choice(USUALLY.get(name, IN_CHARGE))
        self.attempt_on(walked, name, who)

    @rule()
    def and_on(self) -> None:
        """Once more, so that walks get further than chance alone would take them."""
        self.step()

    @rule()
    def anything(self) -> None:
        walked = self.one()
        acts = sorted(walked.acts(lambda found: found[0]))
        name = self.chance.choice(acts)
        who = self.chance.choice(sorted(self.people))
        self.attempt_on(walked, name, who)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.calendar.pass_days(days)

    def one(self) -> Walked:
        walked = self.chance.choice(self.walked)
        walked.submission.refresh_from_db()
        return walked

    @rule()
    def versions_go_on(self) -> None:
        """What leads a version on, or what readers say of it, by who usually does it."""
        version = self.version()
        leading = self.card.leading(version)
        name = self.chance.choice(self.chance.choice([leading, leading, READERS]))
        who = self.chance.choice(USUALLY_OF_VERSIONS[name])
        self.attempt_on_version(version, name, who)

    @rule()
    def anything_to_versions(self) -> None:
        version = self.version()
        acts = sorted(self.card.acts(version, lambda found: found[0]))
        name = self.chance.choice(acts)
        who = self.chance.choice(sorted(self.people))
        self.attempt_on_version(version, name, who)

    def version(self) -> CardVersion:
        return self.chance.choice(self.card.versions())

    def attempt_on_version(self, version: CardVersion, name: str, who: str) -> None:
        act = self.card.acts(version, self.chance.choice)[name]
        if self.attempt(name, who, act) is Done.MOVED:
            self.moved.append(version)

    def attempt_on(self, walked: Walked, name: str, who: str) -> None:
        act = walked.acts(self.chance.choice)[name]
        if self.attempt(name, who, act) is Done.NOTHING:
            return
        self.touched.append(walked)
        self.count(walked, name)
        if name not in KEEPS_PARTS:
            self.parted.append(walked)
        walked.submission.refresh_from_db()
        if walked.submission.state in ("accepted", "published") and name in (
            "accept",
            "second",
            "publish",
        ):
            invariants.check_reports(walked.submission)
        if name == "publish":
            self.moved += self.card.versions()[-1:]
        known = {one.submission.pk for one in self.walked}
        for new in opened(walked):
            if new.pk not in known:
                self.follow(new)

    def attempt(self, name: str, who: str, act: Callable[[Person], object]) -> Done:
        """Let somebody try it. A refusal has a code, and nothing has changed in any table."""
        note(f"{who} tries: {name}")
        by = self.people[who]
        before, public = self.watch.digests(), version_invariants.public_rows()
        try:
            made = act(by)
        except Refused as refused:
            assert refused.code in CODES, refused.code
            if name not in KEEPS_SOMETHING:
                after = self.watch.digests()
                changed = {table for table in after if after[table] != before[table]}
                assert not changed, (name, who, changed)
            version_invariants.check_public("", public, is_move=False)
            return Done.NOTHING
        assert by.scope is None or name in BY_TOKEN, (name, who)
        is_move = name == "lift_concern" or (name == "agree" and made is True)
        version_invariants.check_public(name, public, is_move=is_move)
        return Done.MOVED if is_move else Done.ACTED

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
        parted, self.parted = self.parted, []
        for walked in parted:
            self.parts_hold(walked.submission)
        moved, self.moved = self.moved, []
        if touched or moved:
            invariants.check_rows(self.frozen)
            invariants.check_outbox()
        if moved:
            self.versions_hold(moved)

    def parts_hold(self, submission: Submission) -> None:
        """Who has which part, and what they may read."""
        invariants.check_parts(submission, self.people.values())
        invariants.check_secrets(submission)

    def versions_hold(self, moved: list[CardVersion]) -> None:
        """What only a publication or a move of a version can change."""
        invariants.check_gradings()
        invariants.check_ranking()
        invariants.check_review_files()
        version_invariants.check_replay(R1)
        version_invariants.check_signed(R1)
        version_invariants.check_ranked(R1)
        for version in moved:
            version_invariants.check_contents(version)
            version_invariants.check_addresses([version])


# Words of people who have their part already; nobody comes or goes, and no report is handed in.
KEEPS_PARTS = {
    *("save", "write", "answer", "acknowledge", "reply", "rule", "adjudicate", "add_issue"),
    *("check_core", "confirm_proof", "clear_leaks", "redact"),
}
# An interest that an editor may waive is kept, though the answer is not taken yet.
KEEPS_SOMETHING = {"accept_invitation", "check_core", "acknowledge"}


def begin(state: State, calendar: Calendar, people: dict[str, Person]) -> list[int]:
    """One submission by the lab, somewhere on its way, and a listing that was just begun."""
    case = next(one for one in CASES if (one.kind, one.state) == (Kind.LAB, state))
    of_lab = Stages(calendar, case.kind, case.track, people).reach(case)
    listing = start_draft(people["author"], lab_card(), kind=Kind.THIRD_PARTY)
    return [of_lab.pk, listing.pk]


@pytest.mark.parametrize("state", FROM)
def test_the_invariants_hold_whatever_anybody_does(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    Walk.calendar = stopped_calendar(monkeypatch)
    Walk.people = people_of_all_parts()
    Walk.begun = begin(state, Walk.calendar, Walk.people)
    Walk.known = digests()
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
