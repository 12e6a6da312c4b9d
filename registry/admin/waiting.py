"""The first page of the console: what waits for whoever looks after the installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.urls import reverse

from registry.actions.audit import now
from registry.admin.acts import Act, for_administrators
from registry.admin.tables import SECTIONS
from registry.admin.tables.operations import CLOCKS
from registry.models import Actor, BreakGlass, Clock, Motion, OutboxMessage, RegistryState, Role
from registry.rules.break_glass import LASTS, is_open

MOST = 10


@dataclass(frozen=True, slots=True)
class Opened:
    submission: str
    who: str
    at: datetime
    until: datetime
    is_open: bool
    url: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """``late`` are kinds of clocks with how many are overdue; ``due_since`` is the oldest mail's.

    A mail that has been due for long says that no worker runs.
    """

    given_up: int
    given_up_shown: tuple[tuple[Act, str], ...]
    waiting: int
    due_since: datetime | None
    late: tuple[tuple[Act, int], ...]
    agreements: tuple[tuple[Act, datetime], ...]
    opened: tuple[Opened, ...]
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    ranking: int | None
    checked_on: str
    sections: tuple[tuple[str, tuple[Act, ...]], ...]


def waiting() -> Waiting:
    at = now()
    given_up = OutboxMessage.objects.filter(given_up_at__isnull=False)
    unsent = OutboxMessage.objects.waiting()
    state = RegistryState.objects.first()
    return Waiting(
        given_up=given_up.count(),
        given_up_shown=tuple(
            (
                Act(one.kind, reverse("admin:registry_outboxmessage_change", args=[one.pk])),
                one.last_error,
            )
            for one in given_up.defer("subject", "body").order_by("-given_up_at")[:MOST]
        ),
        waiting=unsent.count(),
        due_since=unsent.filter(due_at__lte=at)
        .order_by("due_at")
        .values_list("due_at", flat=True)
        .first(),
        late=_late(at),
        agreements=tuple(
            (act, motion.proposed_at)
            for motion in _open_motions()
            for act in for_administrators(motion)
        ),
        opened=_opened(at),
        roles=_roles(),
        ranking=state.current_ranking_id if state else None,
        checked_on=f"{state.checked_on:%-d %B %Y}" if state and state.checked_on else "never",
        sections=tuple(
            (
                title,
                tuple(
                    Act(
                        table.name,
                        reverse(f"admin:registry_{table.model.__name__.lower()}_changelist"),
                    )
                    for table in tables
                ),
            )
            for title, tables in SECTIONS.items()
        ),
    )


def _late(at: datetime) -> tuple[tuple[Act, int], ...]:
    """Not the clocks of those who were only asked to referee: their number is not told here."""
    running = Clock.objects.filter(stopped_at__isnull=True, is_paused=False, due_on__lt=at.date())
    counted = running.exclude(CLOCKS.rows).order_by("kind").values("kind")
    address = reverse("admin:registry_clock_changelist")
    return tuple(
        (Act(row["kind"].replace("_", " "), f"{address}?kind={row['kind']}"), row["number"])
        for row in counted.annotate(number=Count("id"))
    )


def _open_motions() -> QuerySet[Motion]:
    found = Motion.objects.filter(version__isnull=False, closed_at__isnull=True)
    return found.select_related("version__card__release").order_by("id")


def _opened(at: datetime) -> tuple[Opened, ...]:
    rows = list(BreakGlass.objects.select_related("submission").order_by("-id")[:MOST])
    keys = {row.administrator_key for row in rows}
    names = dict(Actor.objects.filter(key__in=keys).values_list("key", "name"))
    return tuple(
        Opened(
            submission=row.submission.public_id,
            who=names.get(row.administrator_key, ""),
            at=row.at,
            until=row.at + LASTS,
            is_open=is_open(row.at, at),
            url=reverse("admin:registry_breakglass_change", args=[row.pk]),
        )
        for row in rows
    )


def _roles() -> tuple[tuple[str, tuple[str, ...]], ...]:
    held = Role.objects.select_related("user").order_by("user__display_name", "pk")
    return tuple(
        (
            name.label,
            tuple(
                role.user.display_name or f"account {role.user_id}"
                for role in held
                if role.name == name
            ),
        )
        for name in Role.Name
    )
