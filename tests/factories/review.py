"""Submissions on their way through the review, by the same actions as everybody's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator

from registry.actions.audit import now
from registry.actions.review import (
    assignments,
    carrying,
    decisions,
    editors,
    endings,
    publishing,
    reports,
    revisions,
    rounds,
    triage,
)
from registry.models import (
    Actor,
    Assignment,
    CardVersion,
    Decision,
    Motion,
    Role,
    Submission,
    User,
)
from registry.models.review import queries
from registry.rules.permissions import Person
from registry.rules.review.conflicts import Question
from registry.rules.review.reports import Comment, ItemVerdict, ReportContent
from registry.rules.review.verdicts import CommentClass, Recommendation, Verdict
from tests.factories.submissions import (
    DECLARATION,
    R1,
    acknowledge_all,
    add_person,
    submitted,
)

CLEAR = {str(question): {"answer": False, "explanation": ""} for question in Question}
LETTER = "Dear colleagues,\n\nthank you for the card."


@dataclass
class Cast:
    """Everybody of a review of DeepSeek's R1, or of ``card_id``. All with a second factor."""

    submitter: Person
    representative: Person
    handling: Person
    editor: Person
    chief: Person
    referees: list[Person] = field(default_factory=list)
    card_id: str = R1


def add_staff(name: str, *roles: str) -> Person:
    """An editor or editor-in-chief with an account that holds the role and a second factor."""
    person = add_person(
        name, is_editor=True, is_chief="editor_in_chief" in roles, has_second_factor=True
    )
    user = User.objects.get(actor__key=person.key)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    for role in roles:
        Role.objects.create(user=user, name=role, since=now())
    return person


def cast() -> Cast:
    return Cast(
        submitter=add_person("submitter", "deepseek"),
        representative=add_person(
            "representative", "deepseek", "representative", has_second_factor=True
        ),
        handling=add_staff("Hana Handling", "editor"),
        editor=add_staff("Edda Editor", "editor"),
        chief=add_staff("Chidi Chief", "editor", "editor_in_chief"),
        referees=[add_person("Rosa Referee"), add_person("Ravi Referee"), add_person("Rui Spare")],
    )


def actor(person: Person) -> Actor:
    return Actor.objects.get(key=person.key)


def in_triage(people: Cast) -> Submission:
    """R1, submitted by its lab and taken by an editor; another and a chief are clear, too."""
    submission = submitted(
        people.submitter, people.representative, card_id=people.card_id
    ).submission
    take(people, submission)
    return submission


def take(people: Cast, submission: Submission) -> None:
    """Three editors declare no interest; one of them takes it."""
    for editor in (people.handling, people.editor, people.chief):
        editors.declare_interests(by=editor, submission=submission, answers=CLEAR)
    editors.assign(
        by=people.handling,
        submission=submission,
        editor=actor(people.handling),
        token=submission.token,
    )


def in_review(people: Cast, referees: int = 2) -> Submission:
    """With referees who accepted."""
    submission = in_triage(people)
    for referee in people.referees[:referees]:
        assignments.propose(by=people.handling, submission=submission, referee=actor(referee))
    rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    for referee in people.referees[:referees]:
        accept_invitation(referee, submission)
    return submission


def assignment_of(person: Person, submission: Submission) -> Assignment:
    """The person's newest assignment in the submission, read anew."""
    return Assignment.objects.filter(submission=submission, person=person.key).order_by("-id")[0]


def accept_invitation(referee: Person, submission: Submission) -> None:
    assignment = assignment_of(referee, submission)
    assignments.accept(
        by=referee, assignment=assignment, token=assignment.token, answers=CLEAR, agrees=True
    )


def report_on(
    submission: Submission,
    verdict: Verdict = Verdict.SUPPORTED_FULL,
    *,
    but: dict[str, Verdict] | None = None,
    comments: tuple[Comment, ...] = (),
    **members: Any,
) -> ReportContent:
    """A whole report with one verdict on all items but those in ``but``."""
    this = queries.current_round(submission)
    assert this is not None
    verdicts = dict.fromkeys(this.items, verdict) | (but or {})
    return ReportContent(
        verdicts={
            item: ItemVerdict(
                given,
                None if given.is_abstention else 3,
                "" if given is Verdict.SUPPORTED_FULL else "The table leaves it open.",
                ("https://example.org/evidence",) if given is Verdict.CONTRADICTED else (),
            )
            for item, given in verdicts.items()
        },
        comments=comments,
        **{
            "summary": "A careful disclosure.",
            "recommendation": Recommendation.MINOR,
            "competence": ("training compute",),
            "ai_used": False,
            **members,
        },
    )


MUST = Comment("Say which hours the cost covers.", CommentClass.MUST, "COST-1")
SHOULD = Comment("Name the interconnect.", CommentClass.SHOULD, None)


def report(referee: Person, submission: Submission, content: ReportContent, note: str = "") -> None:
    """Save a report and hand it in."""
    assignment = assignment_of(referee, submission)
    draft = reports.save_draft(
        by=referee, assignment=assignment, content=content, note=note, token=reports.UNSAVED
    )
    reports.submit(
        by=referee, assignment=assignment, token=assignment.token, draft_token=draft.token
    )
    submission.refresh_from_db()


def reported(people: Cast) -> Submission:
    """Both referees support all claims; one has a comment that must be settled."""
    submission = in_review(people)
    first, second = people.referees[:2]
    report(first, submission, report_on(submission, comments=(MUST, SHOULD)), "Seen elsewhere.")
    report(second, submission, report_on(submission))
    return submission


def seen(submission: Submission) -> str:
    return queries.reports_digest(queries.reports_in_force(submission))


def revision_requested(people: Cast, kind: str = "minor") -> Submission:
    submission = reported(people)
    decisions.revise(
        by=people.handling,
        submission=submission,
        token=submission.token,
        kind=kind,
        letter=LETTER,
        seen_reports=seen(submission),
    )
    return submission


def answer_musts(people: Cast, submission: Submission) -> None:
    comments = queries.comments_of(queries.reports_in_force(submission))
    for comment in queries.open_musts(comments):
        revisions.save_reply(
            by=people.submitter,
            submission=submission,
            to=comment,
            text="The hours are those of the RL stage.",
            disposition="disagree",
            token=revisions.UNSAVED,
        )


def revised(people: Cast, kind: str = "minor") -> Submission:
    submission = revision_requested(people, kind)
    answer_musts(people, submission)
    acknowledge_all(people.submitter, submission)
    revisions.submit_revision(
        by=people.representative,
        submission=submission,
        token=submission.token,
        declaration=DECLARATION,
    )
    return submission


def settle_musts(people: Cast, submission: Submission) -> None:
    comments = queries.comments_of(queries.reports_in_force(submission))
    for comment in queries.open_musts(comments):
        decisions.rule_on_comment(
            by=people.handling,
            comment=comment,
            ruling="settled",
            weight=comment.weight,
            reason="The reply settles it.",
        )


def choose_not_to_sign(submission: Submission) -> None:
    """Each referee who has not chosen yet stays under the pseudonym."""
    for referee in queries.yet_to_choose(submission):
        reports.choose_signing(by=Person(referee.person_id), referee=referee, signs=False)


def accepted(people: Cast, *, are_signings_chosen: bool = True) -> Submission:
    """Accepted after a minor revision; the referees have chosen not to sign, if anything."""
    submission = revised(people)
    rounds.skip(by=people.handling, submission=submission, token=submission.token)
    settle_musts(people, submission)
    decision = decisions.accept(
        by=people.handling,
        submission=submission,
        token=submission.token,
        letter=LETTER,
        seen_reports=seen(submission),
    )
    assert isinstance(decision, Decision)
    if are_signings_chosen:
        choose_not_to_sign(submission)
    return submission


def published(people: Cast) -> CardVersion:
    submission = accepted(people)
    publishing.confirm_proof(by=people.representative, submission=submission)
    file = publishing.review_file_of(submission)
    publishing.clear_leaks(
        by=people.handling, submission=submission, file_hash=file.file_hash, reason="By chance."
    )
    version = publishing.publish(by=people.handling, submission=submission, token=submission.token)
    assert version is not None
    return version


def second(person: Person, submission: Submission) -> None:
    """Agree to the motion that waits."""
    carrying.second(by=person, motion=Motion.objects.get(submission=submission, closed_at=None))
    submission.refresh_from_db()


def desk_rejected(people: Cast) -> Submission:
    submission = in_triage(people)
    triage.desk_reject(
        by=people.handling,
        submission=submission,
        token=submission.token,
        reason_code="duplicate",
        letter=LETTER,
    )
    second(people.editor, submission)
    return submission


def appeal(people: Cast, submission: Submission) -> Person:
    """Appeal against the rejection; an editor who had no part in it gets the appeal."""
    endings.appeal(
        by=people.representative,
        submission=submission,
        token=submission.token,
        ground="procedure",
        statement="It is no duplicate.",
    )
    editor = add_staff("Alma Appeal", "editor")
    editors.declare_interests(by=editor, submission=submission, answers=CLEAR)
    endings.assign_appeal_editor(by=people.chief, submission=submission, editor=actor(editor))
    return editor


def ask_third(people: Cast, submission: Submission) -> None:
    """Open the round again for a third referee, who accepts."""
    rounds.reopen(
        by=people.handling, submission=submission, token=submission.token, reason="A third opinion."
    )
    third = people.referees[2]
    assignment = assignments.propose(
        by=people.handling, submission=submission, referee=actor(third)
    )
    assignments.invite(by=people.handling, assignment=assignment, token=assignment.token)
    accept_invitation(third, submission)


def rejected(people: Cast) -> Submission:
    submission = reported(people)
    decisions.reject(
        by=people.handling,
        submission=submission,
        token=submission.token,
        reason_codes=["not_answered"],
        letter=LETTER,
        seen_reports=seen(submission),
    )
    second(people.chief, submission)
    return submission
