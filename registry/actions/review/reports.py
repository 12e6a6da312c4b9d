"""Reports: drafted by one referee alone, handed in as frozen bytes, returned, filed late."""

from django.db import transaction

from registry.actions import latecomers, moves
from registry.actions.audit import now
from registry.actions.people import subject_of, the_clock
from registry.actions.review import clocks, rounds
from registry.actions.review.forms import is_first_of
from registry.actions.review.texts import require_text
from registry.models import (
    Actor,
    Assignment,
    ConfidentialNote,
    ItemVerdict,
    Report,
    ReportComment,
    ReportDraft,
    ReportReturn,
    Round,
    SigningChoice,
    SubmissionReferee,
)
from registry.models.review import queries, visible
from registry.models.submissions import new_token
from registry.rules.canonical import content_hash
from registry.rules.checking.reading import read_stored
from registry.rules.errors import NotPermitted, Refused, StaleWrite
from registry.rules.permissions import Person, check_may_assign
from registry.rules.review.binding import claim_hash, evidence_hash
from registry.rules.review.fields import raise_if_any
from registry.rules.review.numbering import comment_id
from registry.rules.review.report_check import AssignedItem, check_report
from registry.rules.review.reports import ReportContent
from registry.rules.standard import load_standard
from registry.rules.workflow.assignments import (
    BY_ASSIGNMENT_ACTION,
    AssignmentAction,
    AssignmentState,
)
from registry.rules.workflow.policies import ConditionNotMet
from registry.rules.workflow.vocabulary import State

UNSAVED = ""


def is_writable(assignment: Assignment) -> bool:
    """Whether the report is still being written: also after the round closed, for a late one."""
    if assignment.referee_id is None:
        return False
    if assignment.state == AssignmentState.CANCELLED:
        return _is_undecided(assignment)
    return assignment.state == AssignmentState.ACCEPTED


def save_draft(
    *, by: Person, assignment: Assignment, content: ReportContent, note: str, token: str
) -> ReportDraft:
    """Save a report in the making; saving what is there already changes nothing.

    ``token`` is that of the draft the person started from, ``UNSAVED`` for none. Raises
    ``StaleWrite`` with the draft as it is where another page of theirs saved in between.
    """
    text = content.to_bytes().decode()
    note = require_text(note, "Confidential note") if note.strip() else ""
    with transaction.atomic():
        moves.lock(assignment.submission)
        assignment.refresh_from_db()
        _check_writable(by, assignment)
        stored = ReportDraft.objects.filter(assignment=assignment).first()
        if stored and (stored.content, stored.confidential_note) == (text, note):
            return stored
        if (stored.token if stored else UNSAVED) != token:
            raise StaleWrite(
                "The report was saved in another tab after you opened this page. Nothing of yours "
                "is lost: choose what to keep.",
                stored,
            )
        draft = stored or ReportDraft(assignment=assignment)
        draft.content, draft.confidential_note = text, note
        draft.token, draft.saved_at = new_token(), now()
        draft.save()
    return draft


def draft_content(assignment: Assignment) -> ReportContent:
    """The report as it was saved last; an empty one where there is none."""
    draft = ReportDraft.objects.filter(assignment=assignment).first()
    return read_content(draft.content) if draft else ReportContent()


def assigned_items(assignment: Assignment) -> list[AssignedItem]:
    """What the referee is asked to judge, in the order of the standard."""
    standard = load_standard()
    items = assignment.round.items if assignment.round else []
    return [AssignedItem(item, standard.item_by_id[item].title) for item in items]


def submit(
    *, by: Person, assignment: Assignment, token: str, draft_token: str, form_key: str = ""
) -> Report | None:
    """Hand in the report as it was saved (R04); the round closes with the last one.

    ``draft_token`` is that of the draft on the summary page: what was read there is what is handed
    in. Raises ``FieldsInvalid`` for what it lacks. Returns None for a form that was sent before.
    """
    with transaction.atomic():
        submission = assignment.submission
        if not is_first_of(submission, form_key, AssignmentAction.SUBMIT_REPORT, by=by):
            return None
        report = _hand_in(
            AssignmentAction.SUBMIT_REPORT,
            by=by,
            assignment=assignment,
            token=token,
            draft_token=draft_token,
        )
        _close_if_complete(assignment)
    return report


def file_late(
    *, by: Person, assignment: Assignment, token: str, draft_token: str, form_key: str = ""
) -> Report | None:
    """File a report after the round was closed (R06), as long as nothing was decided."""
    with transaction.atomic():
        submission = assignment.submission
        if not is_first_of(submission, form_key, AssignmentAction.FILE_LATE, by=by):
            return None
        moves.lock(submission)
        if not _is_undecided(assignment):
            raise Refused(
                "A late report is taken until the decision, and that was made. "
                + latecomers.meanwhile(submission, by)
            )
        if assignment.referee_id is None:
            raise NotPermitted("A late report is for a referee who had accepted.")
        return _hand_in(
            AssignmentAction.FILE_LATE,
            by=by,
            assignment=assignment,
            token=token,
            draft_token=draft_token,
        )


def check_returnable(*, by: Person, report: Report) -> None:
    """Raise ``Refused`` where the person cannot give the report back to its author now."""
    moves.check_assignment(report.assignment, AssignmentAction.RETURN_REPORT, by=by)
    unopened = visible.unopened(report.assignment.submission)
    if not unopened.filter(pk=report.pk).exists():
        raise Refused("The round was closed since: other referees may have read the report.")


def return_report(*, by: Person, report: Report, token: str, reason: str) -> None:
    """Give a report back to its author (R05) before anybody else has seen it."""
    reason = require_text(reason, "Reason")
    with transaction.atomic():
        assignment = report.assignment
        moves.lock(assignment.submission)
        check_returnable(by=by, report=report)
        at = now()
        moves.move_assignment(
            assignment,
            AssignmentAction.RETURN_REPORT,
            by=by,
            token=token,
            at=at,
            reason=reason,
            values={"ended_at": None},
        )
        ReportReturn.objects.create(report=report, reason=reason, at=at, actor_key=by.key)


def choose_signing(*, by: Person, referee: SubmissionReferee, signs: bool) -> None:
    """Choose whether the name stands under the reports; it can be changed until publication."""
    with transaction.atomic():
        moves.lock(referee.submission)
        if by.key != referee.person_id or by.scope is not None:
            raise NotPermitted("Only the referee decides whether to sign.")
        if referee.submission.state == State.PUBLISHED:
            raise Refused("The review file is published; what it says of names stays.")
        newest = referee.signing_choices.order_by("-id").first()
        if newest is None or newest.signs is not signs:
            name = Actor.objects.get(key=by.key).name if signs else ""
            SigningChoice.objects.create(referee=referee, signs=signs, name=name, at=now())
            if not queries.yet_to_choose(referee.submission).exists():
                clocks.signing_chosen(referee.submission, at=now())


def _hand_in(
    action: AssignmentAction,
    *,
    by: Person,
    assignment: Assignment,
    token: str,
    draft_token: str,
) -> Report:
    moves.lock(assignment.submission)
    moves.check_assignment(assignment, action, by=by)
    draft = ReportDraft.objects.filter(assignment=assignment).first()
    if draft is None or draft.token != draft_token:
        raise StaleWrite("The report was changed after you looked through it. Look again.", draft)
    content = read_content(draft.content)
    raise_if_any(check_report(content, assigned_items(assignment)))
    at = now()
    moves.move_assignment(assignment, action, by=by, token=token, at=at, values={"ended_at": at})
    canonical = content.to_bytes()
    report = Report.objects.create(
        assignment=assignment,
        number=1 + assignment.reports.count(),
        snapshot=_round_of(assignment).snapshot,
        canonical=canonical.decode(),
        content_hash=content_hash(canonical),
        is_late=action is AssignmentAction.FILE_LATE,
        at=at,
        actor_key=by.key,
    )
    _store_parts(report, content)
    if draft.confidential_note:
        ConfidentialNote.objects.create(report=report, text=draft.confidential_note)
    return report


def _store_parts(report: Report, content: ReportContent) -> None:
    """The verdicts, bound to what they judge, and the numbers of the comments."""
    document, standard = report.snapshot.document(), load_standard()
    ItemVerdict.objects.bulk_create(
        ItemVerdict(
            report=report,
            item=item,
            item_text=standard.item_by_id[item].question,
            verdict=given.verdict.value,
            confidence=given.confidence,
            claim_hash=claim_hash(document, standard.item_by_id[item].claim),
            evidence_hash=evidence_hash(document, standard.item_by_id[item].claim),
        )
        for item, given in content.verdicts.items()
        if given.verdict is not None
    )
    referee = report.assignment.referee
    assert referee is not None  # noqa: S101 - the table lets nobody else hand in
    before = ReportComment.objects.filter(
        report__assignment__referee=referee, report__returned__isnull=True
    ).count()
    ReportComment.objects.bulk_create(
        ReportComment(
            report=report,
            label=comment_id(referee.number, before + place + 1),
            weight=str(one.comment_class),
            item=one.item or "",
            place=place,
        )
        for place, one in enumerate(content.comments)
    )


def _close_if_complete(assignment: Assignment) -> None:
    """Close the round if this was the last report that somebody was at work on."""
    submission = assignment.submission
    if submission.state != State.IN_REVIEW:
        return
    try:
        rounds.close(by=the_clock(), submission=submission, token=submission.token)
    except ConditionNotMet:
        # Others are still at work, or too few have reported.
        submission.refresh_from_db()


def _check_writable(by: Person, assignment: Assignment) -> None:
    row = BY_ASSIGNMENT_ACTION[AssignmentAction.SUBMIT_REPORT]
    check_may_assign(by, row, subject_of(assignment.submission), assignment.person_id)
    if not is_writable(assignment):
        raise Refused("This report cannot be changed any more.")


def _is_undecided(assignment: Assignment) -> bool:
    """Whether what a referee of this round says can still enter into the decision on it."""
    submission, this = assignment.submission, assignment.round
    if State(submission.state) not in (State.IN_REVIEW, State.DECISION_PENDING):
        return False
    if this is None or this != queries.current_round(submission):
        return False
    return queries.effective_decision(submission, this.snapshot) is None


def _round_of(assignment: Assignment) -> Round:
    if assignment.round is None:
        raise Refused("This assignment belongs to no round.")
    return assignment.round


def read_content(text: str) -> ReportContent:
    """A report from its stored bytes."""
    return ReportContent.from_data(read_stored(text.encode()))
