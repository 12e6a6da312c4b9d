"""The record, the clocks, what is sent, and what processes remember together."""

from __future__ import annotations

from django.db.models import Q

from registry import models
from registry.admin.table import Veil, table

# Of whom an editor asks to referee and who declines, nothing is told with the submission.
OF_ASSIGNMENTS = Veil(
    Q(action__startswith="assignment."),
    lambda row: row.action.startswith("assignment."),
    frozenset({"subject", "sequence"}),
)
# The kinds of acts whose actors are named: none of them is part of a review.
OF_OPERATIONS = frozenset({"role", "membership", "lab", "release", "outbox", "ranking", "webhook"})
CLOCKS = Veil(
    Q(assignment__referee__isnull=True, assignment__isnull=False),
    lambda row: row.assignment is not None and row.assignment.referee_id is None,
    frozenset({"submission"}),
)

TABLES = (
    table(
        models.AuditEvent,
        "Audit trail",
        shown="id at action subject sequence",
        columns="at action subject actor_key reason",
        people="actor_key",
        sealed="reason data",
        search="action subject",
        dates="at",
        veil=OF_ASSIGNMENTS,
        names_people=lambda row: row.action.partition(".")[0] in OF_OPERATIONS,
    ),
    table(
        models.BreakGlass,
        "Submissions opened by administrators",
        shown="id submission reason at",
        columns="submission administrator_key reason at",
        named="administrator_key",
        submission="submission",
        dates="at",
    ),
    table(
        models.OutboxMessage,
        "Outbox",
        shown="id public_id channel kind created_at due_at next_try_at claimed_until attempts"
        " last_error sent_at given_up_at",
        columns="kind channel created_at next_try_at attempts last_error sent_at given_up_at",
        people="recipient",
        sealed="event subject body",
        search="public_id kind",
        filters="channel kind",
        dates="created_at",
        title=lambda row: row.public_id,
    ),
    table(
        models.Webhook,
        "Webhooks",
        shown="id public_id kinds added_at ended_at",
        columns="kinds added_at ended_at",
        # Some addresses are keys themselves.
        sealed="address",
        never="secret",
        search="public_id",
        dates="added_at",
        title=lambda row: row.public_id,
    ),
    table(
        models.Clock,
        "Clocks",
        shown="id kind submission assignment concern version started_at due_on stopped_at"
        " is_paused",
        columns="kind submission due_on stopped_at is_paused",
        people="person",
        submission="submission",
        filters="kind is_paused",
        dates="due_on",
        joins="assignment",
        veil=CLOCKS,
    ),
    table(
        models.Reminder,
        "Reminders",
        shown="id clock offset_days at",
        columns="clock offset_days at",
        people="person_key",
        search="clock__kind",
        dates="at",
    ),
    table(
        models.DoneForm,
        "Forms that took effect",
        shown="action at",
        columns="action at",
        people="actor_key",
        sealed="subject",
        never="key",
        search="action",
        dates="at",
        has_pages=False,
    ),
    table(
        models.IdempotencyKey,
        "Answers to repeated calls",
        shown="id token status at",
        columns="token status at",
        never="key request headers body",
        search="token__public_id",
        filters="status",
        dates="at",
    ),
    table(
        models.SharedValue,
        "What processes remember together",
        shown="expires",
        never="cache_key value",
        has_pages=False,
    ),
)
