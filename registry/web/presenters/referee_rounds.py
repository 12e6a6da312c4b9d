"""What changed since a referee's earlier report: their verdict, the reply, and the claim then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.models import Assignment, Report, ReportComment
from registry.models.review import visible
from registry.rules.documents import claim_at
from registry.rules.review.binding import claim_hash, evidence_hash
from registry.rules.review.verdicts import DISPOSITION_LABELS, VERDICT_LABELS, Disposition
from registry.rules.standard import load_standard
from registry.web.presenters.claims import whole_answer
from registry.web.view_models.referee import Earlier, EarlierRemark


def earlier_by_item(assignment: Assignment, document: Mapping[str, Any]) -> dict[str, Earlier]:
    """One's newest earlier report, by item; ``document`` is the card as it is judged now."""
    before = (
        Report.objects.filter(
            assignment__referee=assignment.referee,
            assignment__round__number__lt=assignment.round.number if assignment.round else 0,
            returned__isnull=True,
        )
        .select_related("assignment__round", "snapshot")
        .order_by("-id")
        .first()
    )
    if before is None or before.assignment.round is None:
        return {}
    content, old = before.content(), before.snapshot.document()
    remarks = _remarks(assignment, before)
    found = {}
    for item, one in content.verdicts.items():
        path = load_standard().item_by_id[item].claim
        has_changed = claim_hash(document, path) != claim_hash(old, path) or evidence_hash(
            document, path
        ) != evidence_hash(old, path)
        found[item] = Earlier(
            round=before.assignment.round.number,
            verdict=VERDICT_LABELS[one.verdict] if one.verdict else "",
            comment=one.comment,
            has_changed=has_changed,
            was=whole_answer(path, claim_at(old, path) or {})[0] if has_changed else (),
            remarks=tuple(remarks.get(item, ())),
        )
    return found


def _remarks(assignment: Assignment, before: Report) -> dict[str, list[EarlierRemark]]:
    """Own comments by item, with the reply to each that the referee may read by now."""
    submission = assignment.submission
    viewer = visible.referee_viewer(submission, assignment.person_id)
    replies = {one.comment_id: one for one in visible.rebuttals(submission, viewer)}
    content = before.content()
    found: dict[str, list[EarlierRemark]] = {}
    for comment in ReportComment.objects.filter(report=before):
        reply = replies.get(comment.pk)
        found.setdefault(comment.item, []).append(
            EarlierRemark(
                label=comment.label,
                text=content.comments[comment.place].text,
                disposition=DISPOSITION_LABELS[Disposition(reply.disposition)]
                if reply and reply.disposition
                else "",
                reply=reply.text if reply else "",
            )
        )
    return found
