"""Putting visits of the evidence checker on record, and grading again what they change."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from registry.actions.audit import now, record
from registry.actions.checks import add
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, EvidenceVisit, ModelCard
from registry.rules.visits.visit import Outcome, Visit

SUBJECT = "registry"


def record_visits(*, by: Actor, visits: Sequence[Visit], cards: Iterable[ModelCard]) -> None:
    """Add the visits to the record and grade ``cards`` again with what is known now.

    A card whose results stay the same keeps its grading. Other cards with the same links are graded
    again when they are looked at themselves; until then theirs rests on what was known.
    """
    with ranked_transaction() as touched:
        at = now()
        keys = [visit.link.key for visit in visits]
        before = EvidenceVisit.objects.telling().newest(keys)
        for visit in visits:
            add(_row(visit, before.get(visit.link.key), at))
        if visits:
            record(
                by=by,
                action="evidence.visit",
                subject=SUBJECT,
                at=at,
                visits=_counts(visits),
            )
        for card in cards:
            touched.regrade(card)


def _counts(visits: Collection[Visit]) -> dict[str, int]:
    """How many visits had each outcome that any had."""
    outcomes = [visit.outcome for visit in visits]
    return {each.value: outcomes.count(each) for each in Outcome if each in outcomes}


def _row(visit: Visit, before: EvidenceVisit | None, at: datetime) -> EvidenceVisit:
    """The row of a visit; what it could not read is what ``before``, the last telling one, had."""
    today = visit.at.date()
    row = EvidenceVisit(
        link=visit.link.key,
        kind=visit.link.kind.value,
        url=visit.link.url,
        visited_at=visit.at,
        recorded_at=at,
        outcome=visit.outcome.value,
        since=today,
        days=1,
        http_status=visit.http_status,
        content_type=visit.content_type,
        bytes_read=visit.bytes_read,
        is_whole=visit.is_whole,
        final_url=visit.final_url,
        detail=visit.detail,
        digest=visit.digest,
        excerpts=_excerpts(visit, before, today),
        record=dict(visit.record),
        not_before=visit.not_before,
    )
    if before is None:
        return row
    row.changed_on = before.changed_on
    if visit.digest and before.digest and visit.digest != before.digest:
        row.changed_on = today
    if not visit.digest:
        row.digest, row.is_whole = before.digest, before.is_whole
    row.record = row.record or before.record
    if (row.outcome, row.record) == (before.outcome, before.record):
        row.since = before.since
        row.days = before.days + (before.visited_at.date() != today)
    return row


def _excerpts(
    visit: Visit, before: EvidenceVisit | None, today: date
) -> dict[str, Mapping[str, Any]]:
    """What is known of each excerpt of the page, with the day from which it was so."""
    known: dict[str, Mapping[str, Any]] = dict(before.excerpts) if before else {}
    for key, found in visit.excerpts.items():
        earlier = known.get(key, {})
        if key not in known or (found is not None and found != earlier.get("found")):
            known[key] = {"found": found, "since": today.isoformat()}
    return known
