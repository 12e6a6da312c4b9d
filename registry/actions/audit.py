"""The audit trail: every act of every action leaves one row."""

import getpass
import os
import secrets
from datetime import UTC, datetime
from typing import Any, Protocol

from registry.models import Actor, AuditEvent


class Signing(Protocol):
    """Whoever acts: what stays in the record is the opaque key alone."""

    @property
    def key(self) -> str: ...


def now() -> datetime:
    return datetime.now(UTC)


def command_actor(name: str) -> Actor:
    """The actor that stands for a program of this installation, such as a management command."""
    actor, _ = Actor.objects.get_or_create(
        kind=Actor.Kind.COMMAND, name=name, defaults={"key": secrets.token_hex(16)}
    )
    return actor


def operator() -> Actor:
    """The person at the command line, by the name of the system account."""
    try:
        account = getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        account = str(os.getuid())
    return command_actor(f"command line, account {account}")


def record(
    *,
    by: Signing,
    action: str,
    subject: str,
    reason: str = "",
    at: datetime,
    sequence: int | None = None,
    **data: Any,
) -> None:
    """Add one audit row. ``subject`` is an id; ``data`` holds facts that are no secret.

    ``sequence`` is the number of a submission's move; two moves with one number exclude each other.
    """
    AuditEvent.objects.create(
        at=at,
        actor_key=by.key,
        action=action,
        subject=subject,
        reason=reason,
        sequence=sequence,
        data=data,
    )
