"""What counts of a submission's review at this moment: the questions that many ask."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from registry.models.editorial import in_force
from registry.models.review.clocks import Clock
from registry.models.review.decisions import Decision, Issue, ProofConfirmation, Rebuttal
from registry.models.review.editors import EditorAssignment, InterestWaiver
from registry.models.review.reports import (
    Adjudication,
    CommentRuling,
    ItemVerdict,
    Report,
    ReportComment,
)
from registry.models.review.rounds import Assignment, Round, SubmissionReferee
from registry.models.submissions import Snapshot, Submission
from registry.rules.documents import Document
from registry.rules.errors import TransitionRefused
from registry.rules.review import disputes
from registry.rules.review.binding import (
    GivenVerdict,
    claim_hash,
    evidence_hash,
    verdicts_for_grading,
)
from registry.rules.review.verdicts import Verdict
from registry.rules.standard import load_standard
from registry.rules.workflow.assignments import WAITING, AssignmentState
from registry.rules.workflow.vocabulary import CLOSED, State

# Decisions after which the lab reads what the referees reported until then.
RELEASING = frozenset(
    {Decision.Kind.MINOR, Decision.Kind.MAJOR, Decision.Kind.ACCEPT, Decision.Kind.REJECT}
)
ACCEPTING = frozenset({Decision.Kind.CHECKED, Decision.Kind.TIME_BOX, Decision.Kind.ACCEPT})


def current_snapshot(submission: Submission) -> Snapshot:
    """What was submitted last; raise ``TransitionRefused`` where nothing ever was."""
    newest = submission.snapshots.order_by("-number").first()
    if newest is None:
        raise TransitionRefused(f"{submission.model_name} was not submitted yet.")
    return newest


def current_round(submission: Submission) -> Round | None:
    return submission.rounds.order_by("-number").first()


def current_list(submission: Submission) -> QuerySet[Assignment]:
    """The list from which referees are invited: that of the open round, or of the one to come."""
    is_open = Q(round__isnull=True) | Q(round__closed_at__isnull=True)
    return submission.assignments.filter(is_open)


def awaited(this: Round, editors: Collection[str]) -> list[Assignment]:
    """Those whose report a round waits for: at work, asked, or still to be asked.

    Nobody waits for somebody who cannot be invited: over an interest, or as one of the
    submission's ``editors``, by key.
    """
    found = this.assignments.filter(state__in=[*WAITING, AssignmentState.PROPOSED])
    return [
        one
        for one in found
        if one.state in WAITING or not (one.is_barred or one.person_id in editors)
    ]


def reports_in_force(submission: Submission) -> list[Report]:
    """Reports that count: handed in, not returned, by referees who were not recused in any round.

    With assignment, round and referee; the oldest first.
    """
    found = (
        Report.objects.filter(assignment__submission=submission, returned__isnull=True)
        .exclude(assignment__referee__assignments__state="recused")
        .select_related("assignment__round", "assignment__referee", "snapshot")
    )
    return list(found.order_by("id"))


def yet_to_choose(submission: Submission) -> QuerySet[SubmissionReferee]:
    """The referees whose reports count and who have not said whether they sign them."""
    reports = reports_in_force(submission)
    return SubmissionReferee.objects.filter(
        pk__in={one.assignment.referee_id for one in reports}, signing_choices__isnull=True
    ).order_by("number")


def reports_digest(reports: Iterable[Report]) -> str:
    """Names a set of reports, so that a decision can say on which it rests."""
    return hashlib.sha256(" ".join(str(one.pk) for one in reports).encode()).hexdigest()


def verdicts_in_force(reports: Sequence[Report]) -> list[ItemVerdict]:
    """The newest verdict of each referee on each item, with report and referee."""
    rows = (
        ItemVerdict.objects.filter(report__in=reports)
        .select_related("report__assignment__referee", "report__assignment__round")
        .order_by("report_id", "id")
    )
    newest = {(row.report.assignment.referee_id, row.item): row for row in rows}
    return sorted(newest.values(), key=lambda row: row.pk)


def is_on(row: ItemVerdict, document: Document) -> bool:
    """Whether the verdict was given on the claim and the evidence that the card has now."""
    path = load_standard().item_by_id[row.item].claim
    return (row.claim_hash, row.evidence_hash) == (
        claim_hash(document, path),
        evidence_hash(document, path),
    )


def effective_decision(submission: Submission, snapshot: Snapshot) -> Decision | None:
    return Decision.objects.filter(
        submission=submission, snapshot=snapshot, voided_at__isnull=True
    ).first()


def confirmed_proof(submission: Submission) -> ProofConfirmation | None:
    """The lab's word on the proof of what the decision in effect accepted, if it was given."""
    return ProofConfirmation.objects.filter(
        decision__snapshot=current_snapshot(submission), decision__voided_at__isnull=True
    ).first()


def last_decision(submission: Submission) -> Decision | None:
    """The last one that was not voided, on whichever snapshot."""
    return submission.decisions.filter(voided_at__isnull=True).order_by("-id").first()


def deciders_of(submission: Submission) -> frozenset[str]:
    """Keys of those who had a part in what an appeal is about.

    Whoever ever handled the submission, made the last decision, or agreed to it.
    """
    handled = submission.editor_assignments.filter(part=EditorAssignment.Part.HANDLING)
    last = last_decision(submission)
    decided = {last.actor_key, last.seconded_by} if last else set()
    return frozenset({*handled.values_list("editor_id", flat=True), *decided} - {""})


def comments_of(reports: Sequence[Report]) -> list[ReportComment]:
    rows = ReportComment.objects.filter(report__in=reports)
    return list(rows.select_related("report__assignment__referee").order_by("id"))


def rulings_on(comments: Sequence[ReportComment]) -> dict[int, CommentRuling]:
    """The editor's newest word on each comment, by its key."""
    rows = CommentRuling.objects.filter(comment__in=comments).order_by("id")
    return {row.comment_id: row for row in rows}


def open_musts(comments: Sequence[ReportComment]) -> list[ReportComment]:
    """Comments that must be settled and are neither settled nor overruled."""
    rulings = rulings_on(comments)
    return [
        one
        for one in comments
        if ((ruling := rulings.get(one.pk)) is None and one.weight == "must")
        or (ruling is not None and ruling.ruling == "reclassed" and ruling.weight == "must")
    ]


def let_go(comments: Sequence[ReportComment]) -> list[ReportComment]:
    """Comments that a referee says must be settled, and an editor let go without a reply.

    Whatever the ruling is called: settled by nobody's answer, or given less weight.
    """
    still_open = {one.pk for one in open_musts(comments)}
    closed = [one for one in comments if one.weight == "must" and one.pk not in still_open]
    replied = set(Rebuttal.objects.filter(comment__in=closed).values_list("comment_id", flat=True))
    return [one for one in closed if one.pk not in replied]


def answered_since_decision(submission: Submission) -> set[int]:
    """Keys of the comments that the lab answered after the last decision, or is about to.

    An answer counts for one decision: the editor read it and asked again.
    """
    drafts = submission.reply_drafts.filter(text__gt="", disposition__gt="")
    last = last_decision(submission)
    sent = Rebuttal.objects.filter(
        snapshot__submission=submission, snapshot__number__gt=last.snapshot.number if last else 0
    )
    saved = drafts.values_list("comment_id", flat=True)
    return {*sent.values_list("comment_id", flat=True), *filter(None, saved)}


def given_verdicts(reports: Sequence[Report], version: int) -> list[GivenVerdict]:
    """The verdicts of these reports, as given on the version that is about to be published."""
    paths = {item.id: item.claim for item in load_standard().items}
    return [
        GivenVerdict(
            referee=row.report.assignment.person_id,
            item=row.item,
            path=paths[row.item],
            claim_hash=row.claim_hash,
            evidence_hash=row.evidence_hash,
            verdict=Verdict(row.verdict),
            generation=version,
            round=row.report.assignment.round.number if row.report.assignment.round else 0,
            given_on=row.report.at.date(),
        )
        for row in verdicts_in_force(reports)
    ]


def verdicts_by_item(submission: Submission) -> dict[str, tuple[Verdict, ...]]:
    """What referees say of the claims as they are now; a verdict on an earlier text says nothing.

    One for each referee and item, abstentions included.
    """
    given = given_verdicts(reports_in_force(submission), version=1)
    return verdicts_for_grading(given, current_snapshot(submission).document())


def open_disputes(submission: Submission) -> tuple[str, ...]:
    """Titles of the items on which referees disagree and no editor has ruled."""
    standard = load_standard()
    settled = adjudications_of(submission)
    return tuple(
        f"{standard.item_by_id[item].title} ({item})"
        for item in disputed_items(submission)
        if item not in settled
    )


def disputed_items(submission: Submission) -> tuple[str, ...]:
    """Ids of the items on which referees disagree, whether or not an editor has ruled."""
    return disputes.disputed_items(verdicts_by_item(submission), load_standard())


def is_contested(submission: Submission) -> bool:
    """Whether one editor alone should not accept it.

    Referees disagree or contradict a claim, also where an editor ruled on it; an interest was
    waived; a comment that must be settled was overruled, or was let go without the lab's reply.
    """
    verdicts = verdicts_by_item(submission)
    if disputed_items(submission):
        return True
    if any(Verdict.CONTRADICTED in given for given in verdicts.values()):
        return True
    if InterestWaiver.objects.filter(declaration__submission=submission).exists():
        return True
    comments = comments_of(reports_in_force(submission))
    overruled = any(one.ruling == "overruled" for one in rulings_on(comments).values())
    return overruled or bool(let_go(comments))


def adjudications_of(submission: Submission) -> dict[str, Adjudication]:
    """The newest ruling on each claim as it stands now, by item id."""
    document = current_snapshot(submission).document()
    paths = {item.id: item.claim for item in load_standard().items}
    rows = Adjudication.objects.filter(submission=submission)
    standing = [row for row in rows if claim_hash(document, paths[row.item]) == row.claim_hash]
    return in_force(standing, "item")


def open_issues(submission: Submission, *, severity: str | None = None) -> list[Issue]:
    """Issues that were not taken back, those of all snapshots."""
    found = submission.issues.filter(taken_back_at__isnull=True)
    return list(found.filter(severity=severity) if severity else found)


def earlier(submission: Submission) -> QuerySet[Submission]:
    """Submissions of the same card, by anybody of the same side, that ended; the newest first."""
    return (
        Submission.objects.filter(
            card_id=submission.card_id,
            kind=submission.kind,
            state__in=[*CLOSED, State.PUBLISHED],
        )
        .exclude(pk=submission.pk)
        .order_by("-moved_at", "-pk")
    )


def predecessor_of(submission: Submission) -> Submission | None:
    """The one before it that came to nothing; None where the last one to end was published."""
    last = earlier(submission).first()
    return last if last is not None and last.state in CLOSED else None


def running_clocks(submissions: Iterable[Submission]) -> dict[int, list[Clock]]:
    """The clocks that run for each submission, by its key; the first to end comes first.

    Those of referees' assignments come with the others; ``assignment_id`` tells them apart.
    """
    found: dict[int, list[Clock]] = {}
    clocks = Clock.objects.filter(submission__in=list(submissions), stopped_at__isnull=True)
    for clock in clocks.order_by("due_on", "id"):
        assert clock.submission_id is not None  # noqa: S101 - asked for above
        found.setdefault(clock.submission_id, []).append(clock)
    return found


def due_of(submission: Submission) -> Clock | None:
    """What is due first from whoever has the submission now; nothing while referees are at work."""
    clocks = running_clocks([submission]).get(submission.pk, [])
    return next((clock for clock in clocks if clock.assignment_id is None), None)


def overdue(submissions: Iterable[Submission], today: date) -> dict[int, list[Clock]]:
    """The clocks whose last day is over, by the submission's key."""
    return {
        key: late
        for key, clocks in running_clocks(submissions).items()
        if (late := [clock for clock in clocks if clock.due_on < today])
    }
