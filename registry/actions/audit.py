"""The audit trail: every act of every action leaves one row."""

import getpass
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Protocol

from django.conf import settings

from registry.models import Actor, AuditEvent

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


class Signing(Protocol):
    """Whoever acts: what stays in the record is the opaque key alone."""

    @property
    def key(self) -> str: ...


def now() -> datetime:
    """The present moment; while a demo is told, the one that its story has come to."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def told_as_of(moment: datetime) -> Iterator[None]:
    """Let every action inside take ``moment`` for the present, so that a demo has a past.

    Raises ``RuntimeError`` in every other registry: its record says when things happened.
    """
    if not settings.DEMO:
        raise RuntimeError("Only a demo tells of another time than the present.")
    before = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(before)


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
