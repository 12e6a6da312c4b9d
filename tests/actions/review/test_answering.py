"""What the lab answers, what an editor lets go without an answer, and what is published of it."""

from __future__ import annotations

import pytest

from registry.actions.people import viewer_of
from registry.actions.review import decisions, publishing, revisions, rounds
from registry.models import Decision, Motion, Rebuttal, ReportComment, Submission
from registry.models.review import queries
from registry.rules.workflow.policies import ConditionNotMet
from registry.rules.workflow.vocabulary import Guard
from registry.web.presenters.review_answers import answers_page
from tests.factories.review import LETTER, Cast, cast, reported, revised, second, seen
from tests.factories.submissions import DECLARATION, acknowledge_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def must_of(submission: Submission) -> ReportComment:
    return ReportComment.objects.get(report__assignment__submission=submission, weight="must")


@pytest.mark.parametrize(("ruling", "weight"), [("reclassed", "note"), ("settled", "must")])
def test_what_is_let_go_without_a_reply_takes_a_second_editor(
    people: Cast, ruling: str, weight: str
) -> None:
    submission = reported(people)
    decisions.rule_on_comment(
        by=people.handling,
        comment=must_of(submission),
        ruling=ruling,
        weight=weight,
        reason="Not so grave.",
    )
    motion = decisions.accept(
        by=people.handling,
        submission=submission,
        token=submission.token,
        letter=LETTER,
        seen_reports=seen(submission),
    )
    assert isinstance(motion, Motion), "one editor alone does not accept it"
    second(people.editor, submission)
    effective = queries.effective_decision(submission, queries.current_snapshot(submission))
    assert isinstance(effective, Decision) and effective.seconded_by == people.editor.key
    comment = publishing.review_file_of(submission).document["comments"][0]
    assert (comment["class"], comment["replies"]) == ("must", [])
    assert comment["ruling"] == {
        "ruling": ruling,
        "class": weight,
        "reason": "Not so grave.",
        "editor": "Hana Handling",
    }


def send(people: Cast, submission: Submission) -> None:
    acknowledge_all(people.submitter, submission)
    revisions.submit_revision(
        by=people.representative,
        submission=submission,
        token=submission.token,
        declaration=DECLARATION,
    )


def is_open(people: Cast, submission: Submission) -> tuple[bool, int]:
    """Whether the lab’s page calls the comment open, and how many answers it shows to it."""
    viewer = viewer_of(people.representative, submission)
    assert viewer is not None
    question = answers_page(submission, viewer).questions[0]
    return question.is_open, len(question.given)


def test_a_comment_still_open_after_a_decision_is_answered_anew(people: Cast) -> None:
    submission = revised(people)
    comment = must_of(submission)
    # Sent back as incomplete, the answer stands: no decision was made on it.
    decisions.bounce(
        by=people.handling, submission=submission, token=submission.token, reason="One figure."
    )
    assert is_open(people, submission) == (False, 1)
    send(people, submission)
    rounds.skip(by=people.handling, submission=submission, token=submission.token)
    decisions.revise(
        by=people.handling,
        submission=submission,
        token=submission.token,
        kind="minor",
        letter=LETTER,
        seen_reports=seen(submission),
    )
    assert is_open(people, submission) == (True, 1)
    with pytest.raises(ConditionNotMet) as refused:
        send(people, submission)
    assert refused.value.guard is Guard.MUSTS_ANSWERED
    before = comment.rebuttals.get()
    # The same words, and something else was done: that is another answer.
    revisions.save_reply(
        by=people.submitter,
        submission=submission,
        to=comment,
        text=before.text,
        disposition="changed",
        token=revisions.UNSAVED,
    )
    assert is_open(people, submission) == (False, 1)
    send(people, submission)
    given = Rebuttal.objects.filter(comment=comment).values_list("snapshot__number", "disposition")
    assert list(given) == [(2, "disagree"), (4, "changed")]
