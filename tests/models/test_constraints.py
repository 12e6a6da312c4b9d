"""What the database itself keeps consistent, whoever writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from registry.models import (
    Actor,
    CardVersion,
    EvidenceVisit,
    Lab,
    LabAlias,
    ModelCard,
    RegistryState,
    Release,
    User,
    VersionStatusEvent,
)


def second_version_1() -> None:
    CardVersion.objects.bulk_create([copy_of(CardVersion.objects.earliest("id"))])


def copy_of(version: CardVersion) -> CardVersion:
    version.pk = None
    return version


def a_visit(**changes: object) -> EvidenceVisit:
    given: dict[str, Any] = {
        "link": "a" * 64,
        "kind": "page",
        "url": "https://example.org/",
        "visited_at": "2026-12-01T00:00Z",
        "recorded_at": "2026-12-01T00:00Z",
        "outcome": "reached",
        "since": date(2026, 12, 1),
        "days": 1,
        "bytes_read": 0,
        "is_whole": False,
    }
    return EvidenceVisit.objects.create(**given | changes)


WRONG: dict[str, Callable[[], object]] = {
    "card_live_version_is_graded": lambda: ModelCard.objects.live().update(current_grading=None),
    "card_version_number_once": second_version_1,
    "version_status_known": lambda: VersionStatusEvent.objects.create(
        version=CardVersion.objects.earliest("id"), status="lost", at="2026-11-24T00:00Z"
    ),
    "lab_merger_is_dated": lambda: Lab.objects.filter(slug="xai").update(
        merged_on=date(2026, 1, 1)
    ),
    "lab_alias_dates_in_order": lambda: LabAlias.objects.create(
        lab=Lab.objects.get(slug="xai"),
        name="X",
        valid_from=date(2026, 2, 1),
        valid_until=date(2026, 1, 1),
    ),
    "release_tier_known": lambda: Release.objects.update(tier="2"),
    "registry_state_is_single": lambda: RegistryState.objects.create(id=2),
    "visit_kind_known": lambda: a_visit(kind="robot"),
    "visit_outcome_known": lambda: a_visit(outcome="dead"),
    "visit_counts_its_day": lambda: a_visit(days=0),
    "actor_kind_known": lambda: Actor.objects.update(kind="robot"),
    "actor_command_name_unique": lambda: Actor.objects.bulk_create(
        Actor(key=key, kind="command", name="twice") for key in "ab"
    ),
    # The manager writes addresses in small letters; a row that came another way may not.
    "user_email_unique_without_case": lambda: User.objects.bulk_create(
        User(email=email) for email in ("ada@example.org", "Ada@example.org")
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("constraint", WRONG)
def test_a_wrong_row_is_refused(constraint: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        WRONG[constraint]()
    # SQLite names the columns of a unique constraint, not the constraint.
    assert constraint in str(refusal.value) or "UNIQUE" in str(refusal.value)


@pytest.mark.django_db
def test_a_user_needs_an_address() -> None:
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")
    admin = User.objects.create_superuser("root@EXAMPLE.org", "secret")
    assert (admin.email, admin.is_staff, admin.check_password("secret")) == (
        "root@example.org",
        True,
        True,
    )
