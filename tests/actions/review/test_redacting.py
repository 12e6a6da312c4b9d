"""Words taken out of a report (R08): two people, a mark for readers, the original sealed."""

from __future__ import annotations

import pytest

from registry.actions.review import assignments, carrying, publishing, redacting
from registry.models import AuditEvent, Motion, Redaction, Report, Submission
from registry.models.review import queries
from registry.rules.errors import NotPermitted, Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.review.verdicts import CommentClass
from tests.factories.review import (
    Cast,
    Comment,
    accepted,
    assignment_of,
    cast,
    in_review,
    published,
    report,
    report_on,
)

pytestmark = pytest.mark.django_db
OWN = "As Rosa Referee, I miss the hours."


@pytest.fixture
def people() -> Cast:
    return cast()


def reported(people: Cast) -> tuple[Submission, Report]:
    submission = in_review(people)
    content = report_on(submission, summary=OWN, comments=(Comment(OWN, CommentClass.NOTE, None),))
    report(people.referees[0], submission, content)
    return submission, Report.objects.get()


def propose(by: Person, of: Report, *words: str, kind: str = "identifying") -> Motion:
    motion = redacting.propose(
        by=by, report=of, passages=words, reason_class=kind, reason="It tells who wrote it."
    )
    assert motion is not None
    return motion


def test_the_words_go_once_a_chief_agrees(people: Cast) -> None:
    submission, of = reported(people)
    motion = propose(people.handling, of, "As Rosa Referee, ")
    assert of.shown().summary == OWN, "nothing happens before a second person agrees"
    before = AuditEvent.objects.filter(action="assignment.redact_report").count()
    carrying.second(by=people.chief, motion=motion)
    of.refresh_from_db()
    assert of.shown().summary == "[redacted: identifying] I miss the hours."
    assert of.shown().comments[0].text == "[redacted: identifying] I miss the hours."
    assert of.content().summary == OWN, "the report itself is sealed as it was"
    assert of.shown().verdicts == of.content().verdicts
    rows = AuditEvent.objects.filter(action="assignment.redact_report")
    assert rows.count() == before + 1
    row = rows.get()
    assert (row.actor_key, row.data["seconded_by"]) == (people.handling.key, [people.chief.key])
    assert "Rosa" not in str(row.data) + row.reason
    assert {one.seconded_by for one in Redaction.objects.all()} == {people.chief.key}
    assert queries.reports_in_force(submission), "the report counts as before"


def test_who_may_propose_and_who_agrees(people: Cast) -> None:
    _, of = reported(people)
    for person in (people.editor, people.chief, people.referees[0], people.representative):
        with pytest.raises(NotPermitted):
            propose(person, of, "Rosa")
        assert not redacting.open_to(person, of)
    motion = propose(people.handling, of, "Rosa Referee")
    for person in (people.handling, people.editor, people.representative, people.referees[1]):
        with pytest.raises(NotPermitted):
            carrying.second(by=person, motion=motion)
    assert not Redaction.objects.exists()


def test_what_is_refused(people: Cast) -> None:
    _, of = reported(people)
    for words, kind, told in (
        ((), "identifying", "Passages: found nothing"),
        (("Ravi",), "identifying", "found 'Ravi'"),
        (("Rosa",), "harsh", "Kind of reason: found"),
    ):
        with pytest.raises(Refused, match=told):
            propose(people.handling, of, *words, kind=kind)
    with pytest.raises(Refused, match="Reason"):
        redacting.propose(
            by=people.handling,
            report=of,
            passages=["Rosa"],
            reason_class="identifying",
            reason=" ",
        )
    assert not Motion.objects.exists()


def test_a_proposal_ends_when_the_report_moved_on(people: Cast) -> None:
    submission, of = reported(people)
    motion = propose(people.handling, of, "Rosa")
    assignment = assignment_of(people.referees[0], submission)
    assignments.recuse(
        by=people.handling, assignment=assignment, token=assignment.token, reason="A co-author."
    )
    with pytest.raises(StaleWrite):
        carrying.second(by=people.chief, motion=motion)
    carrying.drop(by=people.handling, motion=motion)
    carrying.second(by=people.chief, motion=propose(people.handling, of, "Rosa"))
    assert "Rosa" not in of.shown().summary


def test_a_leak_for_certain_is_taken_out_and_the_card_published(people: Cast) -> None:
    submission = accepted(people)
    summary = report_on(submission).summary
    file = publishing.review_file_of(submission)
    assert not file.is_leaking
    # The name of one of them happens to be a sentence of both reports.
    person = assignment_of(people.referees[0], submission).person
    assert person.user is not None
    person.user.display_name = summary.rstrip(".")
    person.user.save()
    file = publishing.review_file_of(submission)
    assert file.is_leaking
    with pytest.raises(Refused, match="stays closed"):
        publishing.clear_leaks(
            by=people.handling, submission=submission, file_hash=file.file_hash, reason="None."
        )
    for of in Report.objects.all():
        carrying.second(by=people.chief, motion=propose(people.handling, of, summary))
    clean = publishing.review_file_of(submission)
    assert not clean.is_leaking and clean.file_hash != file.file_hash
    assert clean.document["reports"][0]["redactions"] == [
        {"place": "/summary", "reason": "identifying"}
    ]
    publishing.confirm_proof(by=people.representative, submission=submission)
    publishing.clear_leaks(
        by=people.handling, submission=submission, file_hash=clean.file_hash, reason="By chance."
    )
    version = publishing.publish(by=people.handling, submission=submission, token=submission.token)
    assert version is not None
    assert summary not in version.review_file.canonical.replace("\\n", " ")


def test_nothing_is_taken_out_of_what_is_published(people: Cast) -> None:
    published(people)
    of = Report.objects.filter(assignment__person=people.referees[0].key).get()
    with pytest.raises(TransitionRefused, match="published"):
        propose(people.handling, of, of.content().summary)
