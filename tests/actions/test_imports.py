"""Deciding what enters a draft from elsewhere: all or nothing, and never over a stale state."""

from __future__ import annotations

import pytest

from registry.actions import imports, readiness, submissions
from registry.actions.submissions import drafts_of
from registry.models import DraftImport, Submission
from registry.rules.drafts import SectionDraft
from registry.rules.errors import NotPermitted, Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.proposals.review import Decision
from registry.rules.workflow.vocabulary import Action
from tests.factories.submissions import (
    MOVES,
    acknowledge_all,
    add_person,
    attach_card,
    lab_card,
    start_draft,
)

ACCEPT, LEAVE, CORRECT = Decision.ACCEPT, Decision.LEAVE, Decision.CORRECT
COST = "cost.final_run"


@pytest.fixture
def submitter(db: None) -> Person:
    return add_person("submitter", "deepseek")


@pytest.fixture
def take_over(submitter: Person) -> DraftImport:
    draft = start_draft(submitter)
    return attach_card(submitter, draft, origin=DraftImport.Origin.TAKE_OVER)


def tokens(submission: Submission) -> dict[str, str]:
    return dict(submission.sections.values_list("name", "token"))


def decide(
    by: Person, it: DraftImport, decisions: dict[str, Decision], token: str | None = None
) -> None:
    imports.decide(
        by=by,
        draft_import=it,
        token=it.token if token is None else token,
        section_tokens=tokens(it.submission),
        decisions=decisions,
    )


def test_nothing_enters_before_it_is_decided(submitter: Person, take_over: DraftImport) -> None:
    assert drafts_of(take_over.submission) == {}
    decide(submitter, take_over, {COST: ACCEPT, "cost.scope": LEAVE, "nothing.like.it": ACCEPT})
    content = drafts_of(take_over.submission)["cost"].content["cost"]
    assert content == {"final_run": lab_card()["cost"]["final_run"]}
    assert take_over.decisions == {COST: "accept", "cost.scope": "leave"}
    assert [change.origin for change in take_over.submission.changes.all()] == ["take_over"]


def test_a_confirmed_claim_can_be_removed_again(submitter: Person, take_over: DraftImport) -> None:
    decide(submitter, take_over, {COST: ACCEPT})
    decide(submitter, take_over, {COST: LEAVE})
    assert drafts_of(take_over.submission)["cost"].content == {}


def test_what_was_confirmed_and_edited_stays_as_edited(
    submitter: Person, take_over: DraftImport
) -> None:
    decide(submitter, take_over, {COST: ACCEPT})
    edited = SectionDraft({"cost": {"final_run": {"status": "unknown"}}})
    submissions.save_section(
        by=submitter,
        submission=take_over.submission,
        name="cost",
        draft=edited,
        token=tokens(take_over.submission)["cost"],
    )
    decide(submitter, take_over, {COST: ACCEPT, "cost.scope": LEAVE})
    assert drafts_of(take_over.submission)["cost"] == edited


def test_a_stale_page_changes_nothing(submitter: Person, take_over: DraftImport) -> None:
    seen = take_over.token
    decide(submitter, take_over, {COST: ACCEPT})
    before = drafts_of(take_over.submission), dict(take_over.decisions)
    with pytest.raises(StaleWrite, match="Your marks are kept"):
        decide(submitter, take_over, {COST: LEAVE}, token=seen)
    assert (drafts_of(take_over.submission), take_over.decisions) == before


def test_a_section_saved_meanwhile_undoes_the_whole_decision(
    submitter: Person, take_over: DraftImport
) -> None:
    """Two sections in one decision: the one that was free is not written either."""
    seen = tokens(take_over.submission)
    typed = SectionDraft({"facts": {"training": {"has_rl": False}}})
    submissions.save_section(
        by=submitter,
        submission=take_over.submission,
        name="facts",
        draft=typed,
        token=submissions.UNSAVED,
    )
    with pytest.raises(StaleWrite):
        imports.decide(
            by=submitter,
            draft_import=take_over,
            token=take_over.token,
            section_tokens=seen,
            decisions={"language": ACCEPT, "facts.training.multi_stage": ACCEPT},
        )
    assert drafts_of(take_over.submission) == {"facts": typed}
    take_over.refresh_from_db()
    assert take_over.decisions == {}


def test_a_take_over_blocks_until_all_is_looked_at(
    submitter: Person, take_over: DraftImport
) -> None:
    submission, every = take_over.submission, take_over.offer.by_key()
    decide(submitter, take_over, dict.fromkeys(every, ACCEPT) | {COST: CORRECT})
    (left,) = readiness.readiness(submission).take_overs
    assert (left.total - left.settled, left.uncorrected) == (1, 1)
    with pytest.raises(TransitionRefused, match="looked at to the end"):
        imports.leave(by=submitter, draft_import=take_over, token=take_over.token)
    decide(submitter, take_over, {COST: ACCEPT})
    assert take_over.is_closed
    assert readiness.readiness(submission).take_overs == ()


def test_a_card_half_taken_over_is_not_complete(submitter: Person) -> None:
    """Whatever else it has: the same card, typed, does not stand for having looked."""
    submission = start_draft(submitter, lab_card())
    acknowledge_all(submitter, submission)
    section = submission.sections.get(name="cost")
    submissions.save_section(
        by=submitter,
        submission=submission,
        name="cost",
        draft=SectionDraft({}),
        token=section.token,
    )
    attach_card(submitter, submission, origin=DraftImport.Origin.TAKE_OVER)
    acknowledge_all(submitter, submission)
    with pytest.raises(Refused, match=r"\d+ of \d+ statements of .* are not decided yet"):
        MOVES[Action.COMPLETE](submitter, submission)


def test_what_is_left_leaves_the_draft_as_it_is(submitter: Person) -> None:
    submission = start_draft(submitter, lab_card())
    base = attach_card(submitter, submission, "deepseek/deepseek-v3", DraftImport.Origin.BASE)
    before = drafts_of(submission)
    imports.leave(by=submitter, draft_import=base, token=base.token)
    assert base.is_closed
    assert drafts_of(submission) == before


def test_limits_and_roles(submitter: Person) -> None:
    submission = start_draft(submitter)
    huge = imports.Source(DraftImport.Origin.BASE, "huge", b" " * (imports.MAXIMUM_BYTES + 1))
    with pytest.raises(Refused, match="at most 2,097,152"):
        imports.attach(by=submitter, submission=submission, source=huge)
    for _ in range(imports.MOST_IMPORTS):
        attached = attach_card(submitter, submission)
    with pytest.raises(Refused, match="that is the most"):
        attach_card(submitter, submission)
    with pytest.raises(NotPermitted):
        decide(add_person("stranger"), attached, {COST: ACCEPT})
    with pytest.raises(NotPermitted):
        attach_card(add_person("other", "meta"), start_draft(submitter))
