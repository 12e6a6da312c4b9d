"""The review file: all of a review that is published, as plain data.

Pages and prints are made from it. It has no user's id, no note in confidence, no name of a referee
who did not sign, and of a declaration only which questions were answered with yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from registry.rules.errors import Refused
from registry.rules.review.conflicts import Declaration, outcome
from registry.rules.review.disputes import Adjudication, agreement, disputed_items
from registry.rules.review.file_parts import (
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
from registry.rules.review.numbering import NumberedComment, numbered_comments
from registry.rules.review.redaction import redacted
from registry.rules.review.reports import plain
from registry.rules.review.verdicts import CommentClass
from registry.rules.standard import SCHEMAS_DIR, Standard

SCHEMA_VERSION = "1.1"
SCHEMA_PATH = SCHEMAS_DIR / "review-file" / f"{SCHEMA_VERSION}.schema.json"


def review_file(record: ReviewRecord, standard: Standard) -> dict[str, Any]:
    """Put the file together; the same record gives the same file.

    Raises ``Refused`` where the parts do not fit together: a reply to or a ruling on no comment or
    twice, a must comment that nobody answered, a report of no referee, a verdict on no item.
    """
    _check(record)
    reports = sorted(record.reports, key=lambda report: (report.round, report.referee))
    published = [
        (report, redacted(report.content.to_data(), report.redactions)) for report in reports
    ]
    disputed = set(disputed_items(record.counted, standard))
    data = {
        "schema_version": SCHEMA_VERSION,
        "card_id": record.card_id,
        "version": record.version,
        "content_hash": record.content_hash,
        "standard": record.standard,
        "editor": _editor(record.editor),
        "further_editors": [_editor(one) for one in record.further_editors],
        "snapshots": [_flat(one) for one in sorted(record.snapshots, key=_number)],
        "rounds": [_flat(one) for one in sorted(record.rounds, key=_number)],
        "referees": [_referee(one) for one in sorted(record.referees, key=_number)],
        "reports": [_report(report, data) for report, data in published],
        "items": [_item(one, record, published, disputed) for one in record.items],
        "comments": _comments(record, published),
        "issues": [_flat(one) for one in record.issues],
        "decisions": [_flat(one) for one in sorted(record.decisions, key=_decided)],
        "events": [_flat(one) for one in record.events],
        "agreement": _agreement(record),
    }
    made: dict[str, Any] = plain(data)
    return made


def _check(record: ReviewRecord) -> None:
    numbers = {referee.number for referee in record.referees}
    items = {one.item for one in record.items}
    for report in record.reports:
        if report.referee not in numbers:
            raise Refused(f"Report: found one of referee {report.referee}, who has no entry.")
        for item in report.content.verdicts:
            if item not in items:
                raise Refused(f"Report: found a verdict on {item!r}, which has no entry.")
    comments = _numbered(record)
    names = {one.id for one in comments}
    replies = [(one.comment, one.snapshot) for one in record.rebuttals]
    rulings = [one.comment for one in record.comment_rulings]
    for name in (*(name for name, _ in replies), *rulings):
        if name not in names:
            raise Refused(f"Found an answer to {name!r}, which is no comment of this review.")
    if len(set(replies)) < len(replies) or len(set(rulings)) < len(rulings):
        raise Refused("Found two answers to a comment. Expected one reply a revision, one ruling.")
    for name in _unanswered(record, comments):
        raise Refused(f"Comment {name}: found no reply. Expected one, for it must be answered.")


def _unanswered(record: ReviewRecord, comments: Iterable[NumberedComment]) -> Iterator[str]:
    """Must comments, by the editor's word if there is one, that neither lab nor editor answered."""
    recused = {referee.number for referee in record.referees if referee.recused}
    rulings = {one.comment: one for one in record.comment_rulings}
    answered = {one.comment for one in record.rebuttals} | {
        name for name, one in rulings.items() if one.ruling is not CommentRuling.RECLASSED
    }
    for one in comments:
        ruling = rulings.get(one.id)
        now = ruling.comment_class if ruling else one.comment.comment_class
        if now is CommentClass.MUST and one.id not in answered and one.referee not in recused:
            yield one.id


def _numbered(record: ReviewRecord) -> tuple[NumberedComment, ...]:
    return numbered_comments((one.referee, one.round, one.content) for one in record.reports)


def _conflicts(declaration: Declaration | None) -> dict[str, Any]:
    if declaration is None:
        return {"conflicts": None}
    return {"conflicts": {"outcome": outcome(declaration), "declared": declaration.declared}}


def _flat(one: SnapshotPart | RoundPart | IssuePart | DecisionPart | EventPart) -> dict[str, Any]:
    """A part whose members the file has under the same names."""
    values = {member.name: getattr(one, member.name) for member in fields(one)}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def _editor(one: EditorPart) -> dict[str, Any]:
    return {"name": one.name, **_conflicts(one.declaration), "waiver": one.waiver}


def _referee(one: RefereePart) -> dict[str, Any]:
    return {
        "number": one.number,
        "name": one.signed_name,
        **_conflicts(one.declaration),
        "waiver": one.waiver,
        "recused": one.recused,
    }


def _report(part: ReportPart, data: dict[str, Any]) -> dict[str, Any]:
    """A report without its verdicts and comments, which have lists of their own."""
    return {
        "referee": part.referee,
        "round": part.round,
        "submitted_on": part.submitted_on.isoformat(),
        "late": part.late,
        "recommendation": data["recommendation"],
        "summary": data["summary"],
        "competence": data["competence"],
        "consulted": data["consulted"],
        "ai_used": data["ai_used"],
        "ai_statement": data["ai_statement"],
        "redactions": [
            {"place": one.pointer, "reason": one.reason}
            for one in sorted(part.redactions, key=lambda one: (one.pointer, one.start))
        ],
    }


def _item(
    one: ItemPart,
    record: ReviewRecord,
    published: Iterable[tuple[ReportPart, dict[str, Any]]],
    disputed: set[str],
) -> dict[str, Any]:
    """One row of the matrix of items and referees."""
    return {
        "item": one.item,
        "title": one.title,
        "question": one.question,
        "verdicts": [
            {
                "referee": report.referee,
                "round": report.round,
                **data["verdicts"][one.item],
                "stale": one.item in report.stale,
            }
            for report, data in published
            if one.item in data["verdicts"]
        ],
        "carried": [
            {"verdict": carried.verdict, "from_version": carried.version}
            for carried in record.carried
            if carried.item == one.item
        ],
        "counted": sorted(record.counted.get(one.item, ())),
        "disputed": one.item in disputed,
        "adjudication": _adjudication(one.item, record.adjudications),
    }


def _adjudication(item: str, adjudications: Iterable[Adjudication]) -> dict[str, Any] | None:
    # The later of two rulings on an item is in force.
    ruling = next((one for one in reversed([*adjudications]) if one.item == item), None)
    if ruling is None:
        return None
    return {
        "ruling": ruling.ruling,
        "claim_hash": ruling.claim_hash,
        "editor": ruling.editor,
        "reason": ruling.reason,
    }


def _comments(
    record: ReviewRecord, published: Iterable[tuple[ReportPart, dict[str, Any]]]
) -> list[dict[str, Any]]:
    texts = {(report.referee, report.round): data["comments"] for report, data in published}
    rebuttals = sorted(record.rebuttals, key=lambda one: one.snapshot)
    rulings = {one.comment: one for one in record.comment_rulings}
    return [
        {
            "id": one.id,
            "referee": one.referee,
            "round": one.round,
            **texts[one.referee, one.round][one.place],
            "replies": [_reply(reply) for reply in rebuttals if reply.comment == one.id],
            "ruling": _ruling(rulings.get(one.id)),
        }
        for one in _numbered(record)
    ]


def _reply(one: RebuttalPart) -> dict[str, Any]:
    return {
        "snapshot": one.snapshot,
        "text": one.text,
        "disposition": one.disposition,
        "changes": one.changes,
    }


def _ruling(one: CommentRulingPart | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "ruling": one.ruling,
        "class": one.comment_class,
        "reason": one.reason,
        "editor": one.editor,
    }


def _agreement(record: ReviewRecord) -> dict[str, Any]:
    found = agreement(record.counted)
    return {
        "identical": found.identical,
        "compared": found.compared,
        "share": None if found.share is None else str(found.share),
    }


def _number(part: SnapshotPart | RoundPart | RefereePart) -> int:
    return part.number


def _decided(part: DecisionPart) -> tuple[str, int]:
    return part.decided_on.isoformat(), part.snapshot
