"""All of a submission's review that is published, gathered from its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from registry.models.cards import CardVersion
from registry.models.editorial import in_force
from registry.models.events import Actor, AuditEvent
from registry.models.review import queries
from registry.models.review.counted import doubted_items
from registry.models.review.decisions import Rebuttal
from registry.models.review.editors import (
    EditorAssignment,
    InterestDeclaration,
    Motion,
    MotionSecond,
)
from registry.models.review.published import VersionVerdict
from registry.models.review.reports import Report
from registry.models.review.rounds import SubmissionReferee
from registry.models.submissions import Snapshot, Submission
from registry.rules.review import disputes
from registry.rules.review.binding import GivenVerdict, bound, carry_over, verdicts_for_grading
from registry.rules.review.conflicts import Declaration
from registry.rules.review.file_parts import (
    CarriedPart,
    CommentRuling,
    CommentRulingPart,
    DecisionPart,
    EditorPart,
    EventPart,
    IssuePart,
    ItemPart,
    RebuttalPart,
    RefereePart,
    ReportPart,
    ReviewRecord,
    RoundPart,
    SnapshotPart,
)
from registry.rules.review.verdicts import CommentClass, Disposition, Verdict
from registry.rules.standard import load_standard
from registry.rules.workflow.public_steps import ACCEPTANCES, PUBLIC_STEPS, side_of
from registry.rules.workflow.vocabulary import Action, Kind

# Accepted because the time was over, before anybody had taken it.
NOBODY = "no editor"


def record_of(
    submission: Submission, *, version: int, replaced: CardVersion | None, on: date
) -> ReviewRecord:
    """The record for a version with this number, published on a day in place of ``replaced``."""
    snapshot = queries.current_snapshot(submission)
    document = snapshot.document()
    reports = queries.reports_in_force(submission)
    own = queries.given_verdicts(reports, version)
    carried = carry_over(carried_verdicts(replaced), document, at=on, generation=version).carried
    counted = verdicts_for_grading([*carried, *own], document)
    declared = InterestDeclaration.objects.filter(submission=submission).select_related("waiver")
    of_referees = in_force(declared.filter(part=InterestDeclaration.Part.REFEREE), "person_id")
    editor, *others = _editors(
        submission, in_force(declared.filter(part=InterestDeclaration.Part.EDITOR), "person_id")
    )
    standard = load_standard()
    return ReviewRecord(
        card_id=submission.card_id,
        version=version,
        content_hash=snapshot.content_hash,
        standard=snapshot.standard_version,
        editor=editor,
        further_editors=tuple(others),
        items=tuple(ItemPart(one.id, one.title, one.question) for one in standard.items),
        snapshots=tuple(
            _snapshot(one)
            for one in submission.snapshots.select_related("attestation").order_by("number")
        ),
        rounds=tuple(
            RoundPart(one.number, one.snapshot.number, one.opened_at.date(), one.closed_at.date())
            for one in submission.rounds.select_related("snapshot")
            if one.closed_at
        ),
        referees=tuple(
            _referee(one, of_referees.get(one.person_id))
            for one in submission.referees.prefetch_related("signing_choices", "assignments")
            if any(each.state in ("submitted", "recused") for each in one.assignments.all())
        ),
        reports=tuple(_report(one, document, own) for one in _published_reports(submission)),
        rebuttals=tuple(
            RebuttalPart(
                one.comment.label,
                one.snapshot.number,
                one.text,
                Disposition(one.disposition),
                tuple(one.pointers),
            )
            for one in Rebuttal.objects.filter(
                snapshot__submission=submission, comment__report__returned__isnull=True
            ).select_related("comment", "snapshot")
        ),
        comment_rulings=_comment_rulings(submission),
        adjudications=tuple(
            disputes.Adjudication(
                one.item, one.claim_hash, Verdict(one.verdict), one.name, one.reason
            )
            for one in queries.adjudications_of(submission).values()
        ),
        decisions=tuple(
            DecisionPart(
                one.kind,
                one.at.date(),
                one.snapshot.number,
                one.letter,
                one.editor_name,
                one.voided_at is not None,
            )
            for one in submission.decisions.select_related("snapshot")
        ),
        issues=tuple(
            IssuePart(
                one.number,
                one.item,
                one.severity == "major",
                one.text,
                tuple(answer.text for answer in one.answers.all()),
            )
            for one in submission.issues.filter(sent_at__isnull=False).prefetch_related("answers")
        ),
        events=_events(submission),
        carried=tuple(CarriedPart(one.item, one.verdict, one.generation) for one in carried),
        counted=counted,
    )


def carried_verdicts(replaced: CardVersion | None) -> list[GivenVerdict]:
    """The verdicts that count for the version before, each from the version it was given on.

    A claim that a concern names loses its verdicts for good where it comes again in a new version:
    whoever replaced the version would else get rid of the concern.
    """
    if replaced is None:
        return []
    doubted = doubted_items(replaced)
    paths = {item.id: item.claim for item in load_standard().items}
    rows = VersionVerdict.objects.filter(version=replaced).select_related(
        "verdict__report__assignment__round", "carried_from"
    )
    return [
        GivenVerdict(
            referee=row.verdict.report.assignment.person_id,
            item=row.verdict.item,
            path=paths[row.verdict.item],
            claim_hash=row.verdict.claim_hash,
            evidence_hash=row.verdict.evidence_hash,
            verdict=Verdict(row.verdict.verdict),
            generation=(row.carried_from or replaced).number,
            round=row.verdict.report.assignment.round.number
            if row.verdict.report.assignment.round
            else 0,
            given_on=row.verdict.report.at.date(),
        )
        for row in rows.exclude(verdict__report__assignment__referee__assignments__state="recused")
        if row.verdict.item in paths and row.verdict.item not in doubted
    ]


def _snapshot(snapshot: Snapshot) -> SnapshotPart:
    attestation = getattr(snapshot, "attestation", None)
    return SnapshotPart(
        snapshot.number,
        snapshot.content_hash,
        snapshot.standard_version,
        snapshot.at.date(),
        attestation.ai_used if attestation else None,
        attestation.ai_statement if attestation else "",
    )


def _events(submission: Submission) -> tuple[EventPart, ...]:
    """The moves that readers learn of, the oldest first, up to the acceptance.

    A hold after it changes no word of a file that an editor has looked through.
    """
    found = AuditEvent.objects.filter(
        subject=f"submission {submission.public_id}",
        action__in=[f"submission.{action}" for action in PUBLIC_STEPS],
    )
    accepted = found.filter(action__in=[f"submission.{action}" for action in ACCEPTANCES]).last()
    rows = found.filter(sequence__lte=accepted.sequence) if accepted else found
    commands = Actor.objects.filter(kind=Actor.Kind.COMMAND).values_list("key", flat=True)
    clocks = set(commands.filter(key__in=[row.actor_key for row in rows]))
    return tuple(
        EventPart(
            row.at.date(),
            action := row.action.removeprefix("submission."),
            side_of(Action(action), Kind(submission.kind), by_clock=row.actor_key in clocks),
        )
        for row in rows
    )


def _published_reports(submission: Submission) -> list[Report]:
    """Also those of recused referees, which are published and count for nothing."""
    found = Report.objects.filter(assignment__submission=submission, returned__isnull=True)
    return list(
        found.select_related("assignment__round", "assignment__referee")
        .prefetch_related("redactions", "verdicts")
        .order_by("id")
    )


def _report(report: Report, document: dict[str, object], own: Sequence[GivenVerdict]) -> ReportPart:
    assignment = report.assignment
    counting = {(one.referee, one.item, one.round) for one in own if bound(one, document)}
    number = assignment.round.number if assignment.round else 0
    return ReportPart(
        referee=assignment.referee.number if assignment.referee else 0,
        round=number,
        submitted_on=report.at.date(),
        content=report.content(),
        redactions=report.taken_out(),
        stale=frozenset(
            one.item
            for one in report.verdicts.all()
            if (assignment.person_id, one.item, number) not in counting
        ),
        late=report.is_late,
    )


def _editors(
    submission: Submission, declared: Mapping[str, InterestDeclaration]
) -> list[EditorPart]:
    """Whoever handles the submission first; then who did before, looked at an appeal, or agreed."""
    charges = EditorAssignment.objects.filter(submission=submission).order_by("-id")
    handled = [one.editor_id for one in charges if one.part == EditorAssignment.Part.HANDLING]
    agreed = MotionSecond.objects.filter(
        motion__submission=submission, motion__outcome=Motion.Outcome.CARRIED
    )
    keys = [
        *handled,
        *(one.editor_id for one in charges),
        *agreed.values_list("actor_key", flat=True),
    ]
    names = dict(Actor.objects.filter(key__in=keys).values_list("key", "name"))
    found = [_editor(names[key], declared.get(key)) for key in dict.fromkeys(keys)]
    return found if handled else [EditorPart(NOBODY, None), *found]


def _editor(name: str, declared: InterestDeclaration | None) -> EditorPart:
    return EditorPart(name, _declaration(declared), _waiver(declared))


def _referee(referee: SubmissionReferee, declared: InterestDeclaration | None) -> RefereePart:
    choices = sorted(referee.signing_choices.all(), key=lambda one: one.pk)
    return RefereePart(
        number=referee.number,
        declaration=_declaration(declared),
        signed_name=choices[-1].name if choices and choices[-1].signs else None,
        waiver=_waiver(declared),
        recused=any(one.state == "recused" for one in referee.assignments.all()),
    )


def _waiver(declared: InterestDeclaration | None) -> str | None:
    return declared.waiver.reason if declared and declared.is_waived else None


def _declaration(declared: InterestDeclaration | None) -> Declaration | None:
    return Declaration.from_data(declared.answers) if declared else None


def _comment_rulings(submission: Submission) -> tuple[CommentRulingPart, ...]:
    comments = queries.comments_of(_published_reports(submission))
    labels = {one.pk: one.label for one in comments}
    rulings = sorted(queries.rulings_on(comments).items())
    editors = Actor.objects.in_bulk({one.actor_key for _, one in rulings}, field_name="key")
    return tuple(
        CommentRulingPart(
            labels[key],
            CommentRuling(one.ruling),
            CommentClass(one.weight),
            one.reason,
            editors[one.actor_key].name,
        )
        for key, one in rulings
    )
