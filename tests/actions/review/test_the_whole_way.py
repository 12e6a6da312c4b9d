"""R1 goes from its submission through referees and a revision to its publication."""

from __future__ import annotations

import pytest

from registry.models import (
    AuditEvent,
    CardVersion,
    Grading,
    RankingEntry,
    RegistryState,
    Submission,
)
from registry.rules.canonical import content_hash
from tests.factories.review import Cast, cast, desk_rejected, published, rejected, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def replayed(submission: Submission) -> tuple[str | None, list[int | None]]:
    """The state that the audit rows lead to, and their numbers."""
    rows = AuditEvent.objects.filter(
        subject=f"submission {submission.public_id}", sequence__isnull=False
    ).order_by("sequence")
    state = None
    for row in rows:
        if row.action.startswith("submission."):
            assert row.data["source"] == state, row.action
            state = row.data["target"]
    return state, [row.sequence for row in rows]


def test_to_publication(people: Cast) -> None:
    version = published(people)
    submission = version.origin.submission
    assert submission.state == "published"
    state, numbers = replayed(submission)
    assert state == "published"
    assert numbers == list(range(1, len(numbers) + 1))
    assert version.card.live_version == version
    grading = Grading.objects.get(current_on=version.card)
    assert grading.level == 3, grading.missing_for_next_level
    verified = grading.claims.filter(grade=3).count()
    assert verified > 20
    entry = RankingEntry.objects.get(
        ranking=RegistryState.objects.get().current_ranking, lab__slug="deepseek"
    )
    assert entry is not None
    stored = version.review_file
    assert content_hash(stored.canonical.encode()) == stored.content_hash
    file = stored.document()
    assert [one["number"] for one in file["referees"]]
    for secret in ("Rosa", "Ravi", "Seen elsewhere"):
        assert secret not in stored.canonical


def test_to_rejection(people: Cast) -> None:
    submission = rejected(people)
    assert replayed(submission)[0] == "rejected"
    assert CardVersion.objects.filter(card__release__public_id="deepseek/deepseek-r1").count() == 1


def test_to_rejection_without_review(people: Cast) -> None:
    submission = desk_rejected(people)
    assert replayed(submission)[0] == "desk_rejected"
    assert submission.decisions.get().seconded_by == people.editor.key


def test_the_round_closes_with_the_last_report(people: Cast) -> None:
    submission = reported(people)
    assert submission.state == "decision_pending"
    assert submission.rounds.get().closed_at is not None
