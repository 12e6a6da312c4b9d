"""What people do in the demo's stories, each step by the action that a page or the API calls.

Everybody is named by e-mail address; editors and labs say what ``words`` has for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from registry.actions import attestations, readiness, submissions
from registry.actions.review import (
    assignments,
    carrying,
    decisions,
    editors,
    notices,
    publishing,
    reports,
    revisions,
    rounds,
    triage,
)
from registry.demo import words
from registry.demo.cards import card, sections
from registry.demo.models import MODELS, release_of
from registry.demo.people import BY_EMAIL, actor, person
from registry.models import Assignment, CardVersion, Motion, Submission
from registry.models.review import queries
from registry.rules.drafts import SectionDraft
from registry.rules.review.conflicts import Question
from registry.rules.review.reports import Comment, ItemVerdict, ReportContent
from registry.rules.review.verdicts import Recommendation, Verdict
from registry.rules.standard import load_standard
from registry.rules.workflow.versions import VersionAction
from registry.rules.workflow.vocabulary import Kind, Track

EDITOR, SECOND, CHIEF = "editor@example.org", "editor2@example.org", "chief@example.org"
ADMINISTRATOR = "administrator@example.org"
READER, AUTHOR = "reader@example.org", "author@example.org"
SUBMITTER, REPRESENTATIVE = "submitter@example.org", "representative@example.org"
BOREALIS = "representative2@example.org"
NOOR, TOMAS, MIKA = "referee1@example.org", "referee2@example.org", "referee3@example.org"
NOTHING_TO_DECLARE = {str(one): {"answer": False, "explanation": ""} for one in Question}


def draft(
    model: str, by: str, *, kind: Kind = Kind.LAB, only: Sequence[str] = (), **changes: Any
) -> Submission:
    """A card in the making; ``only`` are the sections that are filled so far."""
    this = MODELS[model]
    document = deepcopy(card(this.lab, this.slug, this.name, BY_EMAIL[by].name)) | changes
    if kind is Kind.THIRD_PARTY:
        document = words.from_public_sources(document)
    filled = sections(document)
    release = release_of(this)
    return submissions.start(
        by=person(by),
        kind=kind,
        lab=release.lab,
        model_name="",
        release=release,
        sections={name: filled[name] for name in only or filled},
    )


def give_reasons(submission: Submission, by: str) -> None:
    """Say why each warning stands that reviewers will ask about."""
    preparer = person(by)
    for warning in readiness.readiness(submission).warnings:
        submissions.acknowledge(
            by=preparer,
            submission=submission,
            digest=warning.digest,
            message=warning.message,
            reason="It is as the report says.",
        )


def complete(submission: Submission, by: str) -> None:
    give_reasons(submission, by)
    attestations.complete(by=person(by), submission=submission, token=submission.token)


def attest(submission: Submission, by: str, *, track: Track = Track.PEER, **choices: Any) -> None:
    attestations.attest_and_submit(
        by=person(by),
        submission=submission,
        token=submission.token,
        declaration=declaration(by),
        choices=attestations.Choices(track=track, **choices),
    )


def declaration(by: str) -> attestations.Declaration:
    return attestations.Declaration(
        name=BY_EMAIL[by].name,
        contact=by,
        competing_interests="None beyond employment by the lab.",
        ai_used=False,
    )


def take(submission: Submission, *, also: Sequence[str] = (SECOND, CHIEF)) -> None:
    """The handling editor and ``also`` declare no interest, and the first takes the submission."""
    for editor in (EDITOR, *also):
        editors.declare_interests(
            by=person(editor), submission=submission, answers=NOTHING_TO_DECLARE
        )
    editors.assign(
        by=person(EDITOR), submission=submission, editor=actor(EDITOR), token=submission.token
    )


def look_through(submission: Submission, findings: Mapping[str, str]) -> None:
    """Keep what the editor found by looking from claims to their evidence, by item."""
    editor = person(EDITOR)
    for item, finding in findings.items():
        triage.check_item(by=editor, submission=submission, item=item, finding=finding)


def issue(submission: Submission, item: str, text: str, severity: str = "major") -> None:
    triage.add_issue(
        by=person(EDITOR), submission=submission, item=item, severity=severity, text=text
    )


def pass_check(submission: Submission) -> None:
    """Look through the core claims and accept without referees."""
    core = {item.id: "supports" for item in load_standard().items if item.core}
    look_through(submission, core)
    triage.pass_check(by=person(EDITOR), submission=submission, token=submission.token)


def return_it(submission: Submission) -> None:
    triage.return_to_lab(by=person(EDITOR), submission=submission, token=submission.token)


def send_to(submission: Submission, *referees: str) -> None:
    """Propose referees and open the first round."""
    for referee in referees:
        assignments.propose(by=person(EDITOR), submission=submission, referee=actor(referee))
    rounds.send_to_review(by=person(EDITOR), submission=submission, token=submission.token)


def accept_invitation(submission: Submission, referee: str) -> None:
    assignment = assignment_of(submission, referee)
    assignments.accept(
        by=person(referee),
        assignment=assignment,
        token=assignment.token,
        answers=NOTHING_TO_DECLARE,
        agrees=True,
    )


def decline_invitation(submission: Submission, referee: str, reason: str) -> None:
    assignment = assignment_of(submission, referee)
    assignments.decline(
        by=person(referee), assignment=assignment, token=assignment.token, reason=reason
    )


def assignment_of(submission: Submission, referee: str) -> Assignment:
    """The referee's newest part in the submission."""
    return Assignment.objects.filter(submission=submission, person=actor(referee).key).latest("id")


def write(
    submission: Submission,
    referee: str,
    *comments: Comment,
    but: Mapping[str, Verdict] | None = None,
    only: int | None = None,
    recommends: Recommendation = Recommendation.MINOR,
    note: str = "",
) -> None:
    """Save a report: all claims supported, except for ``but``; ``only`` so many are judged yet."""
    assignment = assignment_of(submission, referee)
    items = [item.item for item in reports.assigned_items(assignment)][:only]
    verdicts = {item: (but or {}).get(item, Verdict.SUPPORTED_FULL) for item in items}
    content = ReportContent(
        verdicts={item: judged(item, verdict) for item, verdict in verdicts.items()},
        comments=comments,
        summary=words.SUMMARIES[referee] if only is None else "",
        recommendation=recommends if only is None else None,
        competence=BY_EMAIL[referee].expertise,
        ai_used=False,
    )
    reports.save_draft(
        by=person(referee),
        assignment=assignment,
        content=content,
        note=note,
        token=reports.UNSAVED,
    )


def judged(item: str, verdict: Verdict) -> ItemVerdict:
    supported = verdict is Verdict.SUPPORTED_FULL
    return ItemVerdict(
        verdict,
        confidence=None if verdict.is_abstention else 3 if supported else 2,
        comment="" if supported else words.VERDICTS.get(item, words.NO_BASIS),
        links=("https://example.org/evidence",) if verdict is Verdict.CONTRADICTED else (),
        for_full="" if supported or verdict.is_abstention else words.FOR_FULL,
    )


def report(submission: Submission, referee: str, *comments: Comment, **members: Any) -> None:
    """Write a report and hand it in; the last one closes the round."""
    write(submission, referee, *comments, **members)
    assignment = assignment_of(submission, referee)
    reports.submit(
        by=person(referee),
        assignment=assignment,
        token=assignment.token,
        draft_token=assignment.draft.token,
    )
    submission.refresh_from_db()


def revise(submission: Submission, kind: str, letter: str) -> None:
    decisions.revise(
        by=person(EDITOR),
        submission=submission,
        token=submission.token,
        kind=kind,
        letter=letter,
        seen_reports=seen(submission),
    )


def seen(submission: Submission) -> str:
    return queries.reports_digest(queries.reports_in_force(submission))


def answer(submission: Submission, by: str, *, most: int | None = None) -> None:
    """Answer the comments of the referees as ``words`` has it, at ``most`` so many."""
    preparer = person(by)
    comments = queries.comments_of(queries.reports_in_force(submission))
    for comment in comments[:most]:
        text, disposition = words.REPLIES.get(comment.item, words.REPLY)
        revisions.save_reply(
            by=preparer,
            submission=submission,
            to=comment,
            text=text,
            disposition=disposition,
            token=revisions.UNSAVED,
        )


def content_of(submission: Submission, section: str) -> dict[str, Any]:
    """A section of the card that is being revised, free to be changed."""
    return deepcopy(dict(submission.sections.get(name=section).draft().content))


def change(submission: Submission, by: str, section: str, claim: str, **members: Any) -> None:
    """Change members of one claim of the card that is being revised."""
    stored = submission.sections.get(name=section)
    content = content_of(submission, section)
    content[section][claim] |= members
    submissions.save_section(
        by=person(by),
        submission=submission,
        name=section,
        draft=SectionDraft(content),
        token=stored.token,
    )


def submit_revision(submission: Submission, prepared_by: str, by: str) -> None:
    give_reasons(submission, prepared_by)
    revisions.submit_revision(
        by=person(by),
        submission=submission,
        token=submission.token,
        declaration=declaration(by),
    )


def settle(submission: Submission, ruling: str = "settled") -> None:
    """Rule on the comments that had to be settled and are open yet."""
    editor = person(EDITOR)
    comments = queries.comments_of(queries.reports_in_force(submission))
    for comment in queries.open_musts(comments):
        decisions.rule_on_comment(
            by=editor,
            comment=comment,
            ruling=ruling,
            weight=comment.weight,
            reason=words.RULINGS[ruling],
        )


def accept(submission: Submission, letter: str) -> None:
    """Accept, or propose it where a second editor has to agree."""
    decisions.accept(
        by=person(EDITOR),
        submission=submission,
        token=submission.token,
        letter=letter,
        seen_reports=seen(submission),
    )


def reject(submission: Submission, letter: str, *codes: str) -> None:
    decisions.reject(
        by=person(EDITOR),
        submission=submission,
        token=submission.token,
        reason_codes=list(codes),
        letter=letter,
        seen_reports=seen(submission),
    )


def agree(submission: Submission, by: str) -> None:
    """Agree to what another editor proposed, which happens then."""
    motion = Motion.objects.get(submission=submission, closed_at=None)
    carrying.second(by=person(by), motion=motion)
    submission.refresh_from_db()


def confirm_proof(submission: Submission, by: str) -> None:
    publishing.confirm_proof(by=person(by), submission=submission)


def choose_signing(submission: Submission, referee: str, *, signs: bool) -> None:
    mine = assignment_of(submission, referee).referee
    if mine is None:
        raise LookupError(f"{referee} has accepted no invitation here.")
    reports.choose_signing(by=person(referee), referee=mine, signs=signs)


def publish(submission: Submission) -> CardVersion:
    """Look through the review file, then publish it with the card."""
    editor = person(EDITOR)
    file = publishing.review_file_of(submission)
    publishing.clear_leaks(
        by=editor,
        submission=submission,
        file_hash=file.file_hash,
        reason="Looked at each: a common word." if file.leaks else "",
    )
    version = publishing.publish(by=editor, submission=submission, token=submission.token)
    if version is None:
        raise LookupError("The card was published already.")
    return version


def propose_notice(
    version: CardVersion, by: str, action: VersionAction, text: str, **told: Any
) -> None:
    """Propose what is to become of a published version, in the words that readers will find."""
    notices.propose(
        by=person(by),
        version=version,
        action=action,
        token=notices.token_of(version),
        text=text,
        **told,
    )


def agree_to_notice(version: CardVersion, by: str) -> None:
    motion = Motion.objects.get(version=version, closed_at=None)
    notices.agree(by=person(by), motion=motion)
