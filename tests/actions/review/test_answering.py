"""What the lab answers, what an editor lets go without an answer, and what is published of it."""

from __future__ import annotations

import pytest

from registry.actions.review import decisions, publishing
from registry.models import Decision, Motion, ReportComment, Submission
from registry.models.review import queries
from tests.factories.review import LETTER, Cast, cast, reported, second, seen

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
