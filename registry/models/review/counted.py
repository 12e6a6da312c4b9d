"""What referees said that counts for a published version."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from registry.models.cards import CardVersion
from registry.models.editorial import in_force
from registry.models.review.published import Notice, VersionVerdict
from registry.models.review.reports import Adjudication, ItemVerdict
from registry.models.review.rounds import SubmissionReferee
from registry.rules.review.binding import claim_hash
from registry.rules.standard import load_standard
from registry.rules.workflow.versions import UNDER_CONCERN, NoticeKind


def referee_records(version: CardVersion | None) -> dict[str, dict[str, Any]]:
    """Verdicts and adjudications by item id, in the form of an assessment's records.

    Without those of recused referees, and without those on claims that an expression of concern
    names while it stands.
    """
    if version is None or not version.pk:
        return {}
    doubted = doubted_items(version)
    verdicts: dict[str, list[str]] = defaultdict(list)
    for row in _counting(version):
        if row.item not in doubted:
            verdicts[row.item].append(row.verdict)
    records: dict[str, dict[str, Any]] = {
        # In alphabetical order: the record tells the verdicts, never who gave which.
        item: {"verdicts": [{"verdict": word} for word in sorted(words)]}
        for item, words in sorted(verdicts.items())
    }
    for item, ruling in _adjudications(version).items():
        if item in records:
            records[item]["adjudicated"] = {
                "verdict": ruling.verdict,
                "by": ruling.name,
                "reason": ruling.reason,
            }
    return records


def referees_of(version: CardVersion) -> int:
    """How many independent referees gave a verdict that counts for the version.

    In its own review or an earlier one whose verdicts it carries; recused ones are none.
    """
    # By its number: the version of a preview is never stored and has none.
    counting = VersionVerdict.objects.filter(version=version.pk).exclude(
        verdict__report__assignment__referee__assignments__state="recused"
    )
    return counting.values("verdict__report__assignment__person").distinct().count()


def referees_who_left(version: CardVersion) -> frozenset[int]:
    """The numbers of the referees of its own review who left over an interest, at whatever time."""
    found = SubmissionReferee.objects.filter(
        submission__publication__version=version, assignments__state="recused"
    )
    return frozenset(found.values_list("number", flat=True))


def _counting(version: CardVersion) -> list[ItemVerdict]:
    rows = (
        VersionVerdict.objects.filter(version=version)
        .exclude(verdict__report__assignment__referee__assignments__state="recused")
        .select_related("verdict__report__assignment")
        .order_by("-generation", "id")
    )
    # Of one person on one item, the verdict of the latest version.
    newest = {
        (row.verdict.report.assignment.person_id, row.verdict.item): row.verdict for row in rows
    }
    return list(newest.values())


def doubted_items(version: CardVersion) -> frozenset[str]:
    """The items that the expression of concern about a version names, while it stands."""
    status = version.status_events.order_by("-id").first()
    if status is None or status.status != UNDER_CONCERN:
        return frozenset()
    notice = (
        Notice.objects.filter(version=version, kind=NoticeKind.CONCERN).order_by("-number").first()
    )
    return frozenset(notice.items if notice else ())


def _adjudications(version: CardVersion) -> dict[str, Adjudication]:
    """Rulings made in the reviews whose verdicts count, on the claims as they are."""
    document = version.content.document()
    paths = {item.id: item.claim for item in load_standard().items}
    rows = Adjudication.objects.filter(
        submission__in=VersionVerdict.objects.filter(version=version).values(
            "verdict__report__assignment__submission"
        )
    ).order_by("id")
    return in_force(
        (
            row
            for row in rows
            if row.item in paths and claim_hash(document, paths[row.item]) == row.claim_hash
        ),
        "item",
    )
