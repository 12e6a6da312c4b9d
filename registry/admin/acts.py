"""What can be done from the page of a row: each leads to a page of its own that asks first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from registry.models import LabMembership, Motion, OutboxMessage, Role, Submission
from registry.rules.workflow import vocabulary
from registry.rules.workflow.versions import BY_VERSION_ACTION, VersionAction
from registry.rules.workflow.vocabulary import UNSUBMITTED


@dataclass(frozen=True, slots=True)
class Act:
    label: str
    url: str


def acts_on(row: Model) -> list[Act]:
    """The acts that a row of this table has, as things are now."""
    found = ACTS.get(type(row))
    return list(found(row)) if found else []


def _of_role(role: Role) -> Iterator[Act]:
    yield Act("End this role", reverse("admin:end_role", args=[role.pk]))


def _of_membership(membership: LabMembership) -> Iterator[Act]:
    if membership.ended_at is None:
        yield Act("End this membership", reverse("admin:end_member", args=[membership.pk]))


def _of_message(message: OutboxMessage) -> Iterator[Act]:
    if message.given_up_at is not None:
        yield Act("Try again", reverse("admin:try_again", args=[message.public_id]))


def _of_submission(submission: Submission) -> Iterator[Act]:
    if submission.state not in UNSUBMITTED:
        address = reverse("admin:open", args=[submission.public_id])
        yield Act("Open what is sealed, or put on hold", address)


def for_administrators(motion: Motion) -> Iterator[Act]:
    """The way to a proposal about a published version, where it takes an administrator."""
    row = BY_VERSION_ACTION.get(VersionAction(motion.action)) if motion.version_id else None
    if row and vocabulary.Role.ADMINISTRATOR in row.seconds and motion.closed_at is None:
        yield Act(
            f"{row.label} {motion.version}: read the proposal, and agree or not",
            reverse("editor:version_motion", args=[motion.public_id]),
        )


ACTS: Mapping[type[Model], Callable[[Any], Iterator[Act]]] = {
    Role: _of_role,
    LabMembership: _of_membership,
    Motion: for_administrators,
    OutboxMessage: _of_message,
    Submission: _of_submission,
}
