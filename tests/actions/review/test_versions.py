"""What may happen to a published version, step by step: rank, level, notices, live version."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from django.db import IntegrityError, connection, transaction

from registry.actions import recheck
from registry.actions.review import notices, version_moves
from registry.actions.review.notices import agree, token_of
from registry.actions.review.version_moves import Bytes
from registry.models import (
    AuditEvent,
    CardContent,
    CardVersion,
    Change,
    Clock,
    Grading,
    LabTold,
    MotionSecond,
    Notice,
    OutboxMessage,
    RankingEntry,
    RegistryState,
    ReviewFileContent,
    Role,
    VersionStatusEvent,
)
from registry.rules.canonical import content_hash
from registry.rules.errors import Conflict, NotPermitted, Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.workflow.versions import (
    BY_VERSION_ACTION,
    VersionAction,
    is_live,
    may_follow,
)
from tests.factories.calendar import stopped_calendar
from tests.factories.registry import add_lab
from tests.factories.review import Cast, add_staff, cast, published
from tests.factories.stored import checked, publish, stored_rows
from tests.factories.submissions import add_person
from tests.factories.versions import (
    WORDS,
    add_administrator,
    clear,
    kept,
    moved,
    propose,
    staff,
)

pytestmark = pytest.mark.django_db
EXPRESS, LIFT = VersionAction.EXPRESS_CONCERN, VersionAction.LIFT_CONCERN
RETRACT, REINSTATE = VersionAction.RETRACT, VersionAction.REINSTATE
REMOVE, RESTORE = VersionAction.REMOVE, VersionAction.RESTORE
# Verified by the referees alone, not by the peer review of R1's paper as well.
DOUBTED = "CHIP-7"


@pytest.fixture
def people() -> Cast:
    return cast()


@dataclass(frozen=True)
class Shown:
    """What readers get: the live version, its level, the grade of a claim, the lab's rank."""

    live: int | None
    level: int | None
    grade: int | None
    rank: int | None


def shown(version: CardVersion) -> Shown:
    card = type(version.card).objects.get(pk=version.card_id)
    grading = card.current_grading
    entry = RankingEntry.objects.get(
        ranking=RegistryState.objects.get().current_ranking, lab__slug="deepseek"
    )
    return Shown(
        card.live_version.number if card.live_version else None,
        grading.level if grading else None,
        grading.claims.get(item=DOUBTED).grade if grading else None,
        entry.rank,
    )


def status(version: CardVersion) -> str:
    return version.status_events.latest("id").status


def running(version: CardVersion) -> list[str]:
    return sorted(
        Clock.objects.filter(version=version, stopped_at__isnull=True).values_list(
            "kind", flat=True
        )
    )


def test_a_version_goes_through_everything(people: Cast) -> None:
    """Concern, lift, retraction, reinstatement, removal and restoration of R1's live version."""
    version = published(people)
    admin, bytes_kept = add_administrator(), kept(version)
    whole = shown(version)
    assert (whole.live, whole.level, whole.grade) == (version.number, 3, 3)

    version = moved(people, version, EXPRESS)
    doubted = shown(version)
    assert status(version) == "under_concern"
    assert (doubted.live, doubted.grade) == (version.number, 2)
    assert running(version) == ["concern_banner", "reverification"]

    version = moved(people, version, LIFT)
    assert (status(version), shown(version)) == ("published", whole)
    assert running(version) == ["reverification"]

    version = moved(people, version, RETRACT)
    gone = shown(version)
    assert status(version) == "retracted"
    assert (gone.live, gone.level) == (None, None)
    assert running(version) == []
    entry = RankingEntry.objects.filter(lab__slug="deepseek").latest("ranking_id")
    assert "was retracted" in entry.change
    assert version.content.canonical.encode() == bytes_kept.card, "it stays readable"

    version = moved(people, version, REINSTATE)
    assert (status(version), shown(version)) == ("published", whole)
    assert running(version) == ["reverification"]

    version = moved(people, version, REMOVE, administrator=admin)
    assert (status(version), shown(version)) == ("removed", gone)
    assert not CardContent.objects.filter(version=version).exists()
    assert not ReviewFileContent.objects.filter(file=version.pk).exists()

    version = moved(people, version, RESTORE, administrator=admin, content=bytes_kept)
    assert (status(version), shown(version)) == ("published", whole)
    assert content_hash(version.content.canonical.encode()) == version.content_hash
    file = version.review_file
    assert content_hash(file.canonical.encode()) == file.content_hash

    kinds = list(version.notices.values_list("kind", flat=True))
    assert kinds == [
        *("concern", "concern_lifted", "retraction", "reinstatement", "removal", "restoration")
    ]
    signed = [[one["role"] for one in notice.signed] for notice in version.notices.all()]
    chief, two = "editor_in_chief", ["editor_in_chief", "editor"]
    assert signed == [["editor", chief], [chief], two, [*two, "editor"], [chief], [chief]]
    assert recheck.find_differences() == []
    told = Change.objects.filter(subject="deepseek/deepseek-r1", version=version.number)
    assert [kind for kind in told.values_list("kind", flat=True) if kind != "card.regraded"] == [
        "card.published",
        *(f"card.{what}" for what in ("concern", "concern_lifted", "retracted", "reinstated")),
        *("card.removed", "card.restored"),
    ]
    assert replayed(version) == "published"


def replayed(version: CardVersion) -> str:
    """The status that the audit rows lead to, each from where the one before led."""
    rows = AuditEvent.objects.filter(subject="deepseek/deepseek-r1", data__version=version.number)
    state = None
    for row in rows.order_by("id"):
        if row.action == "card.publish":
            state = "published"
            continue
        assert row.data["source"] == state, row.action
        state = row.data.get("target", "removed")
    events = list(version.status_events.values_list("status", flat=True))
    assert events[-1] == state
    for before, after in zip([None, *events], events, strict=False):
        assert may_follow(before, after)
    return str(state)


def test_what_was_replaced_meanwhile_comes_back_as_superseded(people: Cast) -> None:
    first = CardVersion.objects.get(live_on__release__public_id="deepseek/deepseek-r1")
    second = published(people)
    assert status(first) == "superseded"
    second = moved(people, second, RETRACT)
    assert shown(second).live is None, "an older version does not come back by itself"
    third = publish(version_moves.Actor.objects.get(key=people.chief.key), first_document(first))
    second = moved(people, second, REINSTATE)
    assert (status(second), status(third)) == ("superseded", "published")
    assert shown(second).live == third.number
    assert recheck.find_differences() == []


def first_document(version: CardVersion) -> dict[str, object]:
    document: dict[str, object] = version.content.document()
    return document
