"""Cards in the making: every move by everybody, saves that meet, and what is frozen."""

from __future__ import annotations

import hashlib
from itertools import product

import pytest
from django.db import transaction

from registry.actions import attestations, submissions
from registry.models import AuditEvent, DraftChange, Snapshot, Submission
from registry.rules.attestation import ATTESTATION, ATTESTATION_VERSION
from registry.rules.drafts import SectionDraft, assemble, take_apart
from registry.rules.errors import (
    CardInvalid,
    NotPermitted,
    Refused,
    SecondFactorMissing,
    StaleWrite,
    TransitionRefused,
)
from registry.rules.permissions import Person, Scope, allowed_actions
from registry.rules.workflow.policies import ConditionNotMet
from registry.rules.workflow.preparing import PREPARING
from registry.rules.workflow.vocabulary import Action, Kind, State
from tests.factories.submissions import (
    DECLARATION,
    MOVES,
    acknowledge_all,
    add_person,
    attach_card,
    lab_card,
    start_draft,
    submitted,
)

pytestmark = pytest.mark.django_db
FACTS = SectionDraft({"facts": {"training": {"has_rl": True}}})


@pytest.fixture
def people() -> dict[str, Person]:
    """Everybody who might ask, by what they are to DeepSeek."""
    return {
        "submitter": add_person("submitter", "deepseek"),
        "representative": add_person(
            "representative", "deepseek", "representative", has_second_factor=True
        ),
        "other submitter": add_person("other", "meta"),
        "other representative": add_person(
            "chief", "meta", "representative", has_second_factor=True
        ),
        "editor": add_person("editor", is_editor=True, has_second_factor=True),
        "stranger": add_person("stranger"),
    }


def in_state(people: dict[str, Person], kind: Kind, state: State) -> Submission:
    author = people["stranger" if kind is not Kind.LAB else "submitter"]
    card = lab_card()
    submission = start_draft(author, card, kind=kind)
    acknowledge_all(author, submission)
    if state is State.DISCARDED:
        MOVES[Action.DISCARD](author, submission)
    elif kind is Kind.THIRD_PARTY and state is State.SUBMITTED:
        MOVES[Action.LIST](author, submission)
    elif state in (State.AWAITING_ATTESTATION, State.SUBMITTED):
        MOVES[Action.COMPLETE](author, submission)
        if state is State.SUBMITTED:
            MOVES[Action.SUBMIT](people["representative"], submission)
    return submission


# What the review does with a card, its own tests try.
UP_TO_THE_REVIEW = (
    State.DRAFT,
    State.AWAITING_ATTESTATION,
    State.SUBMITTED,
    State.DISCARDED,
)
REACHABLE = [
    *((Kind.LAB, state) for state in UP_TO_THE_REVIEW),
    (Kind.THIRD_PARTY, State.DRAFT),
    (Kind.THIRD_PARTY, State.SUBMITTED),
    (Kind.THIRD_PARTY, State.DISCARDED),
    (Kind.SELF_ASSESSMENT, State.DRAFT),
    (Kind.SELF_ASSESSMENT, State.DISCARDED),
]
# Written by hand and not from the table, so that a wrong row is found.
LAB_DRAFT, LAB_WAITING = (Kind.LAB, State.DRAFT), (Kind.LAB, State.AWAITING_ATTESTATION)
ALLOWED = {
    *((*LAB_DRAFT, who, Action.SAVE) for who in ("submitter", "representative")),
    *((*LAB_DRAFT, who, Action.COMPLETE) for who in ("submitter", "representative")),
    *((*LAB_DRAFT, who, Action.DISCARD) for who in ("submitter", "representative")),
    *((*LAB_WAITING, who, Action.RETURN_TO_DRAFT) for who in ("submitter", "representative")),
    *((*LAB_WAITING, who, Action.DISCARD) for who in ("submitter", "representative")),
    (*LAB_WAITING, "representative", Action.SUBMIT),
    (Kind.THIRD_PARTY, State.DRAFT, "stranger", Action.SAVE),
    (Kind.THIRD_PARTY, State.DRAFT, "stranger", Action.LIST),
    (Kind.THIRD_PARTY, State.DRAFT, "stranger", Action.DISCARD),
    (Kind.SELF_ASSESSMENT, State.DRAFT, "stranger", Action.SAVE),
    (Kind.SELF_ASSESSMENT, State.DRAFT, "stranger", Action.DISCARD),
}


@pytest.mark.parametrize(("kind", "state"), REACHABLE, ids=lambda value: str(value.value))
def test_every_move_by_everybody(people: dict[str, Person], kind: Kind, state: State) -> None:
    """Allowed rows leave exactly one audit row (saving leaves a change), all others nothing."""
    submission = in_state(people, kind, state)
    audit, changes = AuditEvent.objects.count(), DraftChange.objects.count()
    before = (submission.state, submission.token)
    for who, action in product(people, MOVES):
        with transaction.atomic():
            if (kind, state, who, action) in ALLOWED:
                MOVES[action](people[who], submission)
                is_save = action is Action.SAVE
                assert AuditEvent.objects.count() - audit == (0 if is_save else 1), (who, action)
                assert DraftChange.objects.count() >= changes + is_save or not is_save
            else:
                with pytest.raises((TransitionRefused, NotPermitted)):
                    MOVES[action](people[who], submission)
            transaction.set_rollback(True)
        submission.refresh_from_db()
        assert (submission.state, submission.token) == before, (who, action)
        assert AuditEvent.objects.count() == audit
        assert DraftChange.objects.count() == changes


def test_moves_are_counted_without_a_gap(people: dict[str, Person]) -> None:
    snapshot = submitted(people["submitter"], people["representative"])
    rows = AuditEvent.objects.filter(subject=f"submission {snapshot.submission.public_id}")
    assert [(row.sequence, row.action) for row in rows.order_by("sequence")] == [
        (1, "submission.create"),
        (2, "submission.complete"),
        (3, "submission.submit"),
    ]
    # Replaying them gives the state.
    state = None
    for row in rows.order_by("sequence"):
        assert row.data["source"] == state
        state = row.data["target"]
    assert state == snapshot.submission.state == "submitted"


def test_a_snapshot_is_the_card_with_its_hash(people: dict[str, Person]) -> None:
    snapshot = submitted(people["submitter"], people["representative"])
    assert snapshot.document() == lab_card()
    digest = hashlib.sha256(snapshot.canonical.encode()).hexdigest()
    assert snapshot.content_hash == f"sha256:{digest}"
    assert snapshot.attestation.text == ATTESTATION
    assert snapshot.attestation.text_version == ATTESTATION_VERSION
    assert [entry["reason"] for entry in snapshot.acknowledgements] == [
        "It is as the source says."
    ] * len(snapshot.acknowledgements)


def test_a_second_representative_attests(people: dict[str, Person]) -> None:
    """Alone, a representative does both; with another one, the four eyes are two people's."""
    alone = people["representative"]
    submission = start_draft(alone, lab_card())
    acknowledge_all(alone, submission)
    MOVES[Action.COMPLETE](alone, submission)
    second = add_person("second", "deepseek", "representative", has_second_factor=True)
    with pytest.raises(NotPermitted, match="must be a second person"):
        MOVES[Action.SUBMIT](alone, submission)
    MOVES[Action.SUBMIT](second, submission)
    assert submission.state == "submitted"


def test_attesting_takes_a_second_factor(people: dict[str, Person]) -> None:
    submission = in_state(people, Kind.LAB, State.AWAITING_ATTESTATION)
    bare = add_person("bare", "deepseek", "representative")
    with pytest.raises(SecondFactorMissing):
        MOVES[Action.SUBMIT](bare, submission)


def test_one_open_submission_for_each_model(people: dict[str, Person]) -> None:
    submitted(people["submitter"], people["representative"])
    second = in_state(people, Kind.LAB, State.AWAITING_ATTESTATION)
    with pytest.raises(ConditionNotMet, match="under review"):
        MOVES[Action.SUBMIT](people["representative"], second)
    assert Snapshot.objects.count() == 1


def test_competing_interests_are_asked_for(people: dict[str, Person]) -> None:
    submission = in_state(people, Kind.LAB, State.AWAITING_ATTESTATION)
    silent = attestations.Declaration(DECLARATION.name, DECLARATION.contact, "  ")
    with pytest.raises(Refused, match="interests"):
        attestations.attest_and_submit(
            by=people["representative"],
            submission=submission,
            token=submission.token,
            declaration=silent,
        )


class TestSaving:
    def test_saving_the_same_again_changes_nothing(self, people: dict[str, Person]) -> None:
        submission = start_draft(people["submitter"])
        first = self.save(people, submission, FACTS, submissions.UNSAVED)
        token, changes = submission.token, submission.changes.count()
        again = self.save(people, submission, FACTS, "a token of long ago")
        assert (again.token, submission.token) == (first.token, token)
        assert submission.changes.count() == changes

    def test_a_stale_save_is_refused_with_what_is_there(self, people: dict[str, Person]) -> None:
        submission = start_draft(people["submitter"])
        first = self.save(people, submission, FACTS, submissions.UNSAVED)
        theirs = SectionDraft({"facts": {"training": {"has_rl": False}}})
        second = self.save(people, submission, theirs, first.token, who="representative")
        mine = SectionDraft({"facts": {"training": {"multi_stage": True}}})
        with pytest.raises(StaleWrite) as refused:
            self.save(people, submission, mine, first.token)
        assert refused.value.current.token == second.token
        assert refused.value.current.draft() == theirs
        # The base both started from is in the history.
        assert submission.changes.get(token=first.token).draft() == FACTS

    def test_two_first_saves_do_not_overwrite_each_other(self, people: dict[str, Person]) -> None:
        submission = start_draft(people["submitter"])
        self.save(people, submission, FACTS, submissions.UNSAVED)
        with pytest.raises(StaleWrite):
            self.save(people, submission, SectionDraft({"facts": {}}), submissions.UNSAVED)

    def test_what_cannot_be_read_is_kept_and_blocks(self, people: dict[str, Person]) -> None:
        submission = start_draft(people["submitter"], lab_card())
        acknowledge_all(people["submitter"], submission)
        section = submission.sections.get(name="cost")
        draft = SectionDraft(section.draft().content, {"cost.final_run.amount": "64*8"})
        self.save(people, submission, draft, section.token, name="cost")
        assert submission.sections.get(name="cost").unparsed == {"cost.final_run.amount": "64*8"}
        with pytest.raises(Refused, match="could not be read, in: cost"):
            MOVES[Action.COMPLETE](people["submitter"], submission)

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("cost", {"hardware": {}}, "Found in section cost"),
            ("facts", {"facts": {"training": {"has_rl": "yes"}}}, "true or false"),
            ("cost", {"cost": {"final_rum": {}}}, "final_rum"),
        ],
    )
    def test_content_no_section_can_hold_is_refused(
        self, people: dict[str, Person], name: str, content: dict[str, object], says: str
    ) -> None:
        submission = start_draft(people["submitter"])
        with pytest.raises(CardInvalid) as refused:
            self.save(people, submission, SectionDraft(content), submissions.UNSAVED, name=name)
        assert says in " ".join(problem.message for problem in refused.value.problems)
        assert submission.changes.count() == 0

    def test_history_restores(self, people: dict[str, Person]) -> None:
        submission = start_draft(people["submitter"])
        first = self.save(people, submission, FACTS, submissions.UNSAVED)
        second = self.save(people, submission, SectionDraft({"facts": {}}), first.token)
        change = submission.changes.get(number=1)
        restored = submissions.restore_section(
            by=people["submitter"], submission=submission, change=change, token=second.token
        )
        assert restored.draft() == FACTS
        assert [each.origin for each in submission.changes.all()] == ["form", "form", "restore"]

    def test_a_locked_draft_takes_no_save(self, people: dict[str, Person]) -> None:
        submission = in_state(people, Kind.LAB, State.AWAITING_ATTESTATION)
        section = submission.sections.get(name="facts")
        with pytest.raises(TransitionRefused):
            self.save(people, submission, FACTS, section.token)

    @staticmethod
    def save(
        people: dict[str, Person],
        submission: Submission,
        draft: SectionDraft,
        token: str,
        *,
        name: str = "facts",
        who: str = "submitter",
    ) -> object:
        return submissions.save_section(
            by=people[who], submission=submission, name=name, draft=draft, token=token
        )


def test_discarding_leaves_no_content(people: dict[str, Person]) -> None:
    submission = start_draft(people["submitter"], lab_card())
    acknowledge_all(people["submitter"], submission)
    attach_card(people["submitter"], submission)
    MOVES[Action.DISCARD](people["submitter"], submission)
    assert not submission.imports.exists()
    assert not submission.sections.exists()
    assert not submission.changes.exists()
    assert not submission.acknowledgements.exists()
    assert Submission.objects.get(pk=submission.pk).state == "discarded"


def test_a_token_does_what_it_was_made_for_and_never_binds(people: dict[str, Person]) -> None:
    submitter = people["submitter"]
    every = frozenset(Action)
    token = Person(submitter.key, submitter.memberships, scope=Scope("deepseek", every))
    submission = in_state(people, Kind.LAB, State.DRAFT)
    MOVES[Action.SAVE](token, submission)
    MOVES[Action.COMPLETE](token, submission)
    chief = people["representative"]
    with pytest.raises(NotPermitted, match="token can never"):
        MOVES[Action.SUBMIT](
            Person(chief.key, chief.memberships, has_second_factor=True, scope=token.scope),
            submission,
        )
    narrow = Person(submitter.key, submitter.memberships, scope=Scope("deepseek", frozenset()))
    with pytest.raises(NotPermitted, match="not made for"):
        MOVES[Action.DISCARD](narrow, submission)
    other = Person(submitter.key, submitter.memberships, scope=Scope("meta", every))
    with pytest.raises(NotPermitted, match="another lab"):
        MOVES[Action.DISCARD](other, submission)


def test_buttons_are_the_rows_that_succeed(people: dict[str, Person]) -> None:
    from registry.actions.people import subject_of

    submission = in_state(people, Kind.LAB, State.AWAITING_ATTESTATION)
    buttons = {
        who: [row.action for row in allowed_actions(person, subject_of(submission))]
        for who, person in people.items()
    }
    assert buttons == {
        "submitter": [Action.RETURN_TO_DRAFT, Action.DISCARD],
        "representative": [Action.RETURN_TO_DRAFT, Action.SUBMIT, Action.DISCARD],
        "other submitter": [],
        "other representative": [],
        "editor": [],
        "stranger": [],
    }


def test_every_row_before_the_review_is_tried() -> None:
    others = {Action.CREATE, Action.RESUBMIT_AS_NEW}
    assert {row.action for row in PREPARING} == {*others, *MOVES}


def test_a_card_taken_apart_is_put_together_again() -> None:
    card = lab_card()
    sections = {name: SectionDraft(content) for name, content in take_apart(card).items()}
    assert assemble(card["card_id"], Kind.LAB, sections) == card
