"""What is read of a review is what the rules let each side see, at every stage."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from registry.actions.people import viewer_of
from registry.actions.review import decisions, endings
from registry.models import Report, Submission
from registry.models.review import visible
from registry.rules.permissions import Person
from registry.rules.visibility import PUBLIC, Audience, Viewer, sees_report
from tests.factories.calendar import Calendar, stopped_calendar
from tests.factories.review import (
    LETTER,
    MUST,
    Cast,
    accepted,
    actor,
    add_staff,
    appeal,
    ask_third,
    cast,
    in_review,
    published,
    rejected,
    report,
    report_on,
    reported,
    revised,
    revision_requested,
    second,
    seen,
    settle_musts,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return stopped_calendar(monkeypatch)


@pytest.fixture
def people(calendar: Calendar) -> Cast:
    return cast()


def viewers(people: Cast, submission: Submission) -> dict[str, Viewer]:
    of: dict[str, Person] = {
        "lab": people.submitter,
        "Rosa": people.referees[0],
        "Ravi": people.referees[1],
        "editors": people.handling,
    }
    found = {name: viewer_of(person, submission) for name, person in of.items()}
    return {"public": PUBLIC, **{name: each for name, each in found.items() if each}}


def read(submission: Submission, viewer: Viewer) -> set[int]:
    return {one.pk for one in visible.reports(submission, viewer)}


def check_agreement(people: Cast, submission: Submission) -> dict[str, int]:
    """Compare the query with the rule for every viewer; return how many reports each reads."""
    stage, last = visible.stage_of(submission), visible.decided_at(submission)
    counts = {}
    for name, viewer in viewers(people, submission).items():
        told = {
            one.pk
            for one in Report.objects.filter(assignment__submission=submission)
            if one.assignment.round
            and sees_report(
                viewer,
                one.assignment.person_id,
                one.assignment.round.number,
                stage,
                is_decided=last is not None and one.at <= last,
            )
        }
        assert read(submission, viewer) == told, name
        counts[name] = len(told)
    return counts


def test_while_one_referee_is_still_at_work(people: Cast) -> None:
    submission = in_review(people)
    report(people.referees[0], submission, report_on(submission, comments=(MUST,)))
    assert check_agreement(people, submission) == {
        "public": 0,
        "lab": 0,
        "Rosa": 1,
        "Ravi": 0,
        "editors": 1,
    }


def test_after_the_round_referees_read_each_other_and_the_lab_nothing(people: Cast) -> None:
    submission = reported(people)
    assert check_agreement(people, submission) == {
        "public": 0,
        "lab": 0,
        "Rosa": 2,
        "Ravi": 2,
        "editors": 2,
    }


def test_with_the_decision_the_lab_reads_them(people: Cast) -> None:
    submission = revision_requested(people)
    assert check_agreement(people, submission)["lab"] == 2
    assert [
        one.label[-2:] for one in visible.comments(submission, viewers(people, submission)["lab"])
    ]


def acceptance_rescinded(people: Cast) -> Submission:
    submission = reported(people)
    settle_musts(people, submission)
    decisions.accept(
        by=people.handling,
        submission=submission,
        token=submission.token,
        letter=LETTER,
        seen_reports=seen(submission),
    )
    second(people.editor, submission)
    decisions.rescind(
        by=people.chief, submission=submission, token=submission.token, reason="An error."
    )
    return submission


def appeal_granted(people: Cast) -> Submission:
    submission = rejected(people)
    by = appeal(people, submission)
    submission.refresh_from_db()
    endings.grant_appeal(
        by=by,
        submission=submission,
        token=submission.token,
        editor=actor(people.editor),
        reasons="So it was.",
    )
    people.handling = people.editor
    return submission


@pytest.mark.parametrize("decided", [acceptance_rescinded, appeal_granted])
def test_what_comes_after_a_decision_waits_for_the_next_one(
    people: Cast, calendar: Calendar, decided: Callable[[Cast], Submission]
) -> None:
    """A round that is opened again after a decision: the lab reads on what went out with it."""
    submission = decided(people)
    calendar.pass_days(1)
    ask_third(people, submission)
    assert check_agreement(people, submission)["lab"] == 2
    report(people.referees[2], submission, report_on(submission, comments=(MUST,)))
    assert submission.state == "decision_pending"
    assert check_agreement(people, submission)["lab"] == 2
    lab = viewers(people, submission)["lab"]
    assert {one.report.assignment.person_id for one in visible.comments(submission, lab)} == {
        people.referees[0].key
    }
    calendar.pass_days(1)
    decisions.revise(
        by=people.handling,
        submission=submission,
        token=submission.token,
        kind="major",
        letter=LETTER,
        seen_reports=seen(submission),
    )
    assert check_agreement(people, submission)["lab"] == 3


def test_a_rejection_lets_the_lab_read_and_nobody_else(people: Cast) -> None:
    submission = rejected(people)
    counts = check_agreement(people, submission)
    assert (counts["lab"], counts["public"]) == (2, 0)
    assert (counts["Rosa"], counts["Ravi"]) == (1, 1), "of a closed file, their own"
    assert not visible.letters(submission, PUBLIC)
    assert visible.letters(submission, viewers(people, submission)["lab"])


def test_the_publication_is_for_everybody(people: Cast) -> None:
    submission = published(people).origin.submission
    assert set(check_agreement(people, submission).values()) == {2}
    assert visible.letters(submission, PUBLIC)
    assert visible.rebuttals(submission, PUBLIC)


def test_rebuttals_reach_referees_with_the_next_round(people: Cast) -> None:
    submission = revised(people, "major")
    now = viewers(people, submission)
    assert visible.rebuttals(submission, now["lab"])
    assert visible.rebuttals(submission, now["editors"])
    assert not visible.rebuttals(submission, now["Rosa"])
    assert not visible.rebuttals(submission, PUBLIC)


def test_rebuttals_and_the_letter_reach_referees_with_the_decision(people: Cast) -> None:
    """After a minor revision there is no other round."""
    submission = accepted(people)
    now = viewers(people, submission)
    for name in ("Rosa", "Ravi"):
        assert set(visible.rebuttals(submission, now[name])) == set(
            visible.rebuttals(submission, now["lab"])
        )
        assert [one.kind for one in visible.letters(submission, now[name])] == ["minor", "accept"]
    assert visible.rebuttals(submission, now["lab"])
    decisions.rescind(by=people.chief, submission=submission, token=submission.token, reason="x")
    assert [one.kind for one in visible.letters(submission, now["Rosa"])] == ["minor"]
    assert visible.letters(submission, now["lab"]).count() == 2


def test_who_has_no_part_looks_from_no_side(people: Cast) -> None:
    submission = in_review(people, referees=2)
    undeclared = add_staff("Undeclared", "editor")
    invited = people.referees[2]
    for person in (undeclared, invited):
        assert viewer_of(person, submission) is None
    assert viewer_of(people.editor, submission) == Viewer(Audience.EDITORS, people.editor.key)
